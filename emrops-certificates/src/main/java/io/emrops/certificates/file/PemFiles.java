package io.emrops.certificates.file;

import io.emrops.Secret;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyState;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.x509.Encodings;
import io.emrops.certificates.x509.KeyLocks;
import io.emrops.certificates.x509.PemContent;
import io.emrops.certificates.x509.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A certificate in PEM files (RFC 7468), as nginx, HAProxy, Apache and most others read them.
 *
 * <pre>{@code
 * PemFiles.at(Path.of("/etc/nginx/tls/emr.crt"), Path.of("/etc/nginx/tls/emr.key"));  // nginx: the chain with the certificate, the key apart
 * PemFiles.combined(Path.of("/etc/haproxy/tls/emr.pem"));                              // HAProxy: all in one
 * }</pre>
 *
 * <p>Each file is replaced as a whole and keeps its owner and permissions, those of a file with a key cut to 0600. Two files are replaced one after the other: a service
 * that reads them between, without having been told to, finds a key that is another one's; so one file is better where the service takes it. While a certificate changes, the new
 * one and a copy of the old one lie beside, in {@code emr.crt.rotation}; {@code emr.crt.archive} keeps the last three old ones, keys included. Both folders are their
 * owner's alone.
 */
public final class PemFiles extends FileStore {
    private PemFiles(Form form) {
        super(form);
    }

    /** The certificate and its chain in one file, the key in another. */
    public static PemFiles at(Path certificate, Path key) {
        return new PemFiles(
                new Form(List.of(new KeptFile(certificate, false), new KeptFile(key, true)), Optional.empty()));
    }

    /** The certificate, its chain and the key in one file, in this order. */
    public static PemFiles combined(Path file) {
        return new PemFiles(new Form(List.of(new KeptFile(file, true)), Optional.empty()));
    }

    /** The same, with a key that is locked with a password: encrypted PKCS#8 with AES-256. The service has to know it too. */
    public static PemFiles at(Path certificate, Path key, Secret password) {
        return new PemFiles(
                new Form(List.of(new KeptFile(certificate, false), new KeptFile(key, true)), Optional.of(password)));
    }

    private record Form(List<KeptFile> files, Optional<Secret> password) implements FileForm {
        @Override
        public FoundCertificate read(String place, List<Optional<byte[]>> contents) {
            var certificates = new ArrayList<X509Certificate>();
            var keys = new ArrayList<PrivateKey>();
            var locked = false;
            for (var i = 0; i < contents.size(); i++) {
                if (contents.get(i).isEmpty()) {
                    continue;
                }
                try {
                    var content = PemContent.read(contents.get(i).get(), password);
                    certificates.addAll(content.certificates());
                    keys.addAll(content.keys());
                    locked |= content.locked();
                } catch (UnreadableException e) {
                    return FoundCertificate.unreadable(
                            place, files.get(i).path() + " cannot be read: " + e.getMessage());
                }
            }
            if (certificates.isEmpty()) {
                return new FoundCertificate(
                        place,
                        List.of(),
                        locked ? KeyState.LOCKED : KeyState.ABSENT,
                        List.of("there is no certificate in it"));
            }
            return Found.of(place, certificates, keys.stream().findFirst(), locked);
        }

        /** A service that was given a password for its key would be given one that everybody can read who comes by the file. */
        @Override
        public Optional<String> refusal(List<Optional<byte[]>> now) {
            return password.isEmpty() && read("", now).key() == KeyState.LOCKED
                    ? Optional.of(
                            "the key there is locked with a password, and a new one would not be; give the password")
                    : Optional.empty();
        }

        @Override
        public List<byte[]> write(KeyedCertificate next, List<Optional<byte[]>> now) {
            var chain = Encodings.pem(next.chain());
            var key = password.map(word -> KeyLocks.locked(next.key(), word))
                    .orElseGet(() -> Encodings.pem("PRIVATE KEY", next.key().getEncoded()));
            return files.size() == 1 ? List.of(ascii(chain + key)) : List.of(ascii(chain), ascii(key));
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
