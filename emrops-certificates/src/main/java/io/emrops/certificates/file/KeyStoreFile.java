package io.emrops.certificates.file;

import io.emrops.Secret;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyState;
import io.emrops.certificate.KeyedCertificate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A certificate in a key store of one file, PKCS#12 or JKS, as JVMs and Windows read them. Other entries of the file are kept as they are. One that is not there is
 * made as PKCS#12.
 *
 * <pre>{@code
 * KeyStoreFile.at(Path.of("/etc/emr/server.p12"), password).alias("server");
 * }</pre>
 *
 * <p>The JDK reads PKCS#12 of old and of new algorithms, and writes new ones (RFC 7292; PBES2 with AES-256 and HMAC-SHA-256). The file is replaced as a whole and keeps
 * its owner; nobody else may read it afterwards.
 */
public final class KeyStoreFile extends FileStore {
    private final Path file;
    private final Secret password;

    private KeyStoreFile(Path file, Secret password, Form form) {
        super(form);
        this.file = file;
        this.password = password;
    }

    /**
     * The entry of a key store that has only one with a key, or is yet to be made.
     *
     * @param password of the file and of the key in it
     */
    public static KeyStoreFile at(Path file, Secret password) {
        return new KeyStoreFile(file, password, new Form(new KeptFile(file, true), password, Optional.empty()));
    }

    /** The same, for the entry of this name; a key store without it gets it. */
    public KeyStoreFile alias(String alias) {
        Objects.requireNonNull(alias, "alias");
        return new KeyStoreFile(file, password, new Form(new KeptFile(file, true), password, Optional.of(alias)));
    }

    private record Form(KeptFile file, Secret password, Optional<String> alias) implements FileForm {
        private static final String USUAL = "server";

        Form {
            Objects.requireNonNull(password, "password");
        }

        @Override
        public List<KeptFile> files() {
            return List.of(file);
        }

        @Override
        public FoundCertificate read(String place, List<Optional<byte[]>> contents) {
            try {
                var content = contents.get(0).orElseThrow(() -> new IOException("it is not there"));
                return lent(word -> {
                    var store = load(content, word);
                    var name = entry(store);
                    return name.isEmpty()
                            ? FoundCertificate.unreadable(place, "there is no certificate with a key in it")
                            : found(place, store, name.get(), word);
                });
            } catch (IOException | GeneralSecurityException e) {
                return new FoundCertificate(place, List.of(), KeyState.LOCKED, List.of(words(e)));
            }
        }

        private static FoundCertificate found(String place, KeyStore store, String name, char[] word)
                throws GeneralSecurityException {
            var chain = new ArrayList<X509Certificate>();
            for (Certificate each : store.getCertificateChain(name)) {
                chain.add((X509Certificate) each);
            }
            Key key;
            try {
                key = store.getKey(name, word);
            } catch (UnrecoverableKeyException e) {
                return Found.of(place, chain, Optional.empty(), true);
            }
            return Found.of(place, chain, Optional.ofNullable((PrivateKey) key), false);
        }

        private static String words(Exception e) {
            if (e instanceof AmbiguousException) {
                return String.valueOf(e.getMessage());
            }
            return e.getCause() instanceof UnrecoverableKeyException
                    ? "it cannot be opened with this password"
                    : "it is no key store, or damaged";
        }

        @Override
        public Optional<String> refusal(List<Optional<byte[]>> now) {
            if (now.get(0).isEmpty()) {
                return Optional.empty();
            }
            try {
                return lent(word -> {
                    entry(load(now.get(0).get(), word));
                    return Optional.empty();
                });
            } catch (GeneralSecurityException | IOException e) {
                return Optional.of(file.path() + ": " + words(e));
            }
        }

        @Override
        public List<byte[]> write(KeyedCertificate next, List<Optional<byte[]>> now) throws IOException {
            try {
                byte[] written = lent(word -> {
                    var store = now.get(0).isPresent() ? load(now.get(0).get(), word) : empty();
                    var name = entry(store).or(() -> alias).orElse(USUAL);
                    store.setKeyEntry(name, next.key(), word, next.chain().toArray(new X509Certificate[0]));
                    var out = new ByteArrayOutputStream();
                    store.store(out, word);
                    return out.toByteArray();
                });
                return List.of(written);
            } catch (GeneralSecurityException | IOException e) {
                throw new IOException(words(e), e);
            }
        }

        private static KeyStore empty() throws GeneralSecurityException, IOException {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        }

        /** Which of the two it is, the file says. */
        private static KeyStore load(byte[] content, char[] word) throws GeneralSecurityException, IOException {
            var jks = content.length > 3
                    && Arrays.equals(
                            Arrays.copyOf(content, 4), new byte[] {(byte) 0xFE, (byte) 0xED, (byte) 0xFE, (byte) 0xED});
            var store = KeyStore.getInstance(jks ? "JKS" : "PKCS12");
            store.load(new ByteArrayInputStream(content), word);
            return store;
        }

        /** Keys without a certificate, and secret ones, are somebody else's. */
        private Optional<String> entry(KeyStore store) throws GeneralSecurityException {
            var entries = new ArrayList<String>();
            for (var each : Collections.list(store.aliases())) {
                if (alias.map(each::equalsIgnoreCase).orElse(true)) {
                    if (store.isKeyEntry(each) && store.getCertificateChain(each) != null) {
                        entries.add(each);
                    } else if (alias.isPresent()) {
                        throw new AmbiguousException("its entry " + each + " is no certificate with a key");
                    }
                }
            }
            if (entries.size() > 1) {
                throw new AmbiguousException("it has several keys, and an alias has to say which");
            }
            return entries.stream().findFirst();
        }

        /** The file is sound, and does not say which entry is meant. */
        private static final class AmbiguousException extends GeneralSecurityException {
            private static final long serialVersionUID = 1;

            AmbiguousException(String message) {
                super(message);
            }
        }

        /** What is done with the password. */
        @FunctionalInterface
        private interface Use<T> {
            T with(char[] word) throws GeneralSecurityException, IOException;
        }

        private <T> T lent(Use<T> use) throws GeneralSecurityException, IOException {
            var result = new AtomicReference<T>();
            var failure = new AtomicReference<Exception>();
            password.use(word -> {
                try {
                    result.set(use.with(word));
                } catch (GeneralSecurityException | IOException e) {
                    failure.set(e);
                }
            });
            if (failure.get() instanceof GeneralSecurityException e) {
                throw e;
            }
            if (failure.get() instanceof IOException e) {
                throw e;
            }
            return result.get();
        }
    }
}
