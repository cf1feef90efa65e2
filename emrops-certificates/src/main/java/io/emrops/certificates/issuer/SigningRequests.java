package io.emrops.certificates.issuer;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.Secret;
import io.emrops.StepContext;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.Undoing;
import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.x509.Chain;
import io.emrops.certificates.x509.Encodings;
import io.emrops.certificates.x509.Issuance;
import io.emrops.certificates.x509.KeyLocks;
import io.emrops.certificates.x509.Keys;
import io.emrops.certificates.x509.PemContent;
import io.emrops.certificates.x509.RequestContent;
import io.emrops.certificates.x509.UnreadableException;
import io.emrops.spi.file.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Requests for certificates that somebody else signs, such as an authority that is offline, AD CS, or a shop: a folder with the request, its key, which never leaves it unlocked, and, in
 * the end, what was signed.
 *
 * <pre>{@code
 * var requests = SigningRequests.in(Path.of("/var/lib/emrops/requests"), password);
 * var request = rb.step("request", "Write the request", requests.create("emr-2026", order)).inDoubt(probe());
 * rb.manual("signed", "Have it signed, and put the certificate where the request says");
 * rb.step("rotate", "Rotate", Certificates.rotate(emr, order)).inDoubt(probe());   // emr is issued by requests.brought("emr-2026")
 * }</pre>
 */
public final class SigningRequests {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Path folder;
    private final Secret password;

    private SigningRequests(Path folder, Secret password) {
        this.folder = Objects.requireNonNull(folder, "folder");
        this.password = Objects.requireNonNull(password, "password");
    }

    /**
     * Those of a folder, which is made, for its owner alone, if it is not there.
     *
     * @param password under which the keys are locked while they wait
     */
    public static SigningRequests in(Path folder, Secret password) {
        return new SigningRequests(folder, password);
    }

    /**
     * Makes a key and writes a request for it. A second time, with the same name and order, it is the same request. Undone by removing both, unless the certificate is
     * there by then.
     *
     * @param name of the request: letters, digits, dots, hyphens and underscores. One that is there for other names or another kind of key is refused
     */
    public Operation<SigningRequest> create(String name, CertificateOrder order) {
        return new Create(this, requireName(name), Objects.requireNonNull(order, "order"));
    }

    /** The issuer that has what was signed for a request. */
    public BroughtCertificate brought(String name) {
        return new BroughtCertificate(this, requireName(name));
    }

    private static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "No name of a request: letters, digits, dots, hyphens and underscores, up to 100");
        }
        return name;
    }

    Path request(String name) {
        return folder.resolve(name + ".csr");
    }

    private Path key(String name) {
        return folder.resolve(name + ".key");
    }

    Path signed(String name) {
        return folder.resolve(name + ".crt");
    }

    Target target() {
        var path = folder.toAbsolutePath().normalize().toString();
        return new Target("signing-requests", path, path);
    }

    private SigningRequest told(String name, CertificateOrder order) {
        return new SigningRequest(name, request(name).toString(), signed(name).toString(), order.names());
    }

    /**
     * What waits under a name, with the certificate that was signed for it.
     *
     * @throws PreconditionFailedException if there is no such request, nothing was signed yet, or what is there is another one's
     */
    KeyedCertificate collect(String name) {
        try {
            var key = readKey(name);
            if (key.isEmpty()) {
                throw new PreconditionFailedException("There is no request of the name " + name + " in " + folder);
            }
            var signed = PemContent.read(Files.readAllBytes(signed(name)), Optional.empty())
                    .certificates();
            return new KeyedCertificate(key.get(), ordered(name, key.get(), signed));
        } catch (NoSuchFileException e) {
            throw new PreconditionFailedException(
                    "Nothing was signed yet for the request " + name + ": no " + signed(name), e);
        } catch (UnreadableException e) {
            throw new PreconditionFailedException(
                    "What was signed for the request " + name + " cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TargetUnavailableException(
                    "The request " + name + " in " + folder + " cannot be read", e, target());
        }
    }

    /** Who signs sends the chain in any order. */
    private List<X509Certificate> ordered(String name, PrivateKey key, List<X509Certificate> signed) {
        var own = signed.stream()
                .filter(each -> Keys.belongTogether(key, each.getPublicKey()))
                .findFirst()
                .orElseThrow(() -> new PreconditionFailedException(
                        "The certificate in " + signed(name) + " is not for the key of the request " + name));
        var chain = new ArrayList<X509Certificate>();
        chain.add(own);
        for (var next = issuerOf(own, signed); next.isPresent() && !chain.contains(next.get()); ) {
            chain.add(next.get());
            next = issuerOf(next.get(), signed);
        }
        if (chain.size() > 1 && CertificateFacts.of(chain.get(chain.size() - 1)).selfIssued()) {
            chain.remove(chain.size() - 1);
        }
        return chain;
    }

    private static Optional<X509Certificate> issuerOf(X509Certificate issued, List<X509Certificate> all) {
        return all.stream()
                .filter(each -> !each.equals(issued) && Chain.signed(issued, each))
                .findFirst();
    }

    private Optional<PrivateKey> readKey(String name) throws IOException, UnreadableException {
        try {
            var content = PemContent.read(Files.readAllBytes(key(name)), Optional.of(password));
            if (content.locked()) {
                throw new PreconditionFailedException(
                        "The key of the request " + name + " is locked with another password");
            }
            return content.keys().stream().findFirst();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** One process at a time, or the key of one would lie beside the request of another. */
    private void writeOnce(String name, CertificateOrder order) throws IOException {
        PrivateFile.ensureDirectory(folder);
        synchronized (SigningRequests.class) {
            try (var file = FileChannel.open(
                            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = file.lock()) {
                if (lock.isValid() && !isThere(name, order)) {
                    write(name, order);
                }
            }
        }
    }

    /** @throws PreconditionFailedException if what is there is of another order */
    private boolean isThere(String name, CertificateOrder order) throws IOException {
        try {
            if (RequestContent.read(Files.readAllBytes(request(name))).isFor(order)) {
                return true;
            }
            throw new PreconditionFailedException("The request " + request(name)
                    + " is there already, and is for something else than " + order + "; nothing was written");
        } catch (NoSuchFileException e) {
            return false;
        } catch (UnreadableException e) {
            throw new PreconditionFailedException(
                    "There is something else at " + request(name) + ": " + e.getMessage() + "; nothing was written", e);
        }
    }

    /** The key first, or the request could be one that nobody has the key of. */
    private void write(String name, CertificateOrder order) throws IOException {
        var keys = Keys.generate(order.key());
        Files.deleteIfExists(key(name));
        write(key(name), KeyLocks.locked(keys.getPrivate(), password));
        write(request(name), Encodings.pem("CERTIFICATE REQUEST", Issuance.request(order, keys)));
    }

    private static void write(Path file, String text) throws IOException {
        try (var out = PrivateFile.create(file)) {
            out.out().write(text.getBytes(StandardCharsets.US_ASCII));
            out.finish();
        }
    }

    /** See {@link #create}. */
    private record Create(SigningRequests requests, String name, CertificateOrder order)
            implements Operation<SigningRequest> {
        @Override
        public String describe() {
            return "Write a request for a certificate: " + order;
        }

        @Override
        public Output<SigningRequest> output() {
            return Output.of(SigningRequest.class);
        }

        @Override
        public Target target() {
            return requests.target();
        }

        @Override
        public Preview<SigningRequest> preview(Inputs in) {
            var told = requests.told(name, order);
            var preview = isThere()
                    ? Preview.<SigningRequest>of()
                    : Preview.<SigningRequest>of("a new key, locked, and the request " + told.request());
            return preview.predicting(told);
        }

        @Override
        public SigningRequest execute(StepContext run) {
            try {
                requests.writeOnce(name, order);
                return requests.told(name, order);
            } catch (FileAlreadyExistsException e) {
                throw new PreconditionFailedException(
                        "Somebody else writes the request " + name + " at this moment", e);
            } catch (IOException e) {
                throw new StepFailedException(
                        "The request " + name + " could not be written into " + requests.folder
                                + "; nothing of it counts before both of its files are there",
                        e,
                        requests.target(),
                        null);
            }
        }

        @Override
        public Probe<SigningRequest> probe(StepContext run) {
            return isThere() ? Probe.applied(requests.told(name, order)) : Probe.notApplied();
        }

        private boolean isThere() {
            try {
                return requests.isThere(name, order);
            } catch (IOException e) {
                throw new TargetUnavailableException(
                        "The request " + name + " in " + requests.folder + " cannot be read", e, requests.target());
            }
        }

        @Override
        public Undoing<SigningRequest> undoing() {
            return new Removal(requests, name);
        }

        @Override
        public String kind() {
            return "certificate.request";
        }

        @Override
        public Map<String, String> configuration() {
            return Map.of("name", name, "order", order.toString());
        }
    }

    /** One that was there before stays, as does one that somebody has signed. */
    private record Removal(SigningRequests requests, String name)
            implements Undoing.Compensation<SigningRequest, Boolean> {
        @Override
        public String describe() {
            return "Remove the request and its key, unless it was signed by then";
        }

        @Override
        public Output<Boolean> before() {
            return Output.of(Boolean.class);
        }

        @Override
        public Boolean capture(StepContext run) {
            return Files.exists(requests.request(name));
        }

        @Override
        public void undo(StepContext run, Boolean wasThere, Optional<SigningRequest> result) throws IOException {
            if (!wasThere && !Files.exists(requests.signed(name))) {
                Files.deleteIfExists(requests.request(name));
                Files.deleteIfExists(requests.key(name));
            }
        }
    }
}
