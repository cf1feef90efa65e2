package io.emrops.certificates;

import io.emrops.certificates.x509.Encodings;
import io.emrops.certificates.x509.PemContent;
import io.emrops.certificates.x509.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A list of certificates that an authority has revoked (RFC 5280, 5), in a file: PEM or DER. It is read anew each time. OCSP is not asked.
 */
public final class RevocationList {
    private final Path file;

    private RevocationList(Path file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    /** The list in a file. */
    public static RevocationList in(Path file) {
        return new RevocationList(file);
    }

    /** What speaks against a chain; empty if the list is of another authority, or has nothing against it. */
    Optional<String> against(List<X509Certificate> chain, Instant now) {
        X509CRL list;
        try {
            list = read();
        } catch (IOException | GeneralSecurityException | UnreadableException e) {
            return Optional.of("the list of revoked certificates " + file + " cannot be read");
        }
        for (var i = 0; i < chain.size(); i++) {
            if (!chain.get(i).getIssuerX500Principal().equals(list.getIssuerX500Principal())) {
                continue;
            }
            if (i + 1 < chain.size() && !isSignedBy(list, chain.get(i + 1))) {
                return Optional.of("the list of revoked certificates " + file
                        + " is not signed by who has issued the certificate");
            }
            if (list.getNextUpdate() != null && list.getNextUpdate().toInstant().isBefore(now)) {
                return Optional.of("the list of revoked certificates " + file + " is out of date since "
                        + list.getNextUpdate().toInstant());
            }
            if (list.isRevoked(chain.get(i))) {
                return Optional.of(
                        (i == 0 ? "the certificate" : "the authority " + (i + 1) + " of the chain") + " was revoked");
            }
        }
        return Optional.empty();
    }

    private X509CRL read() throws IOException, GeneralSecurityException, UnreadableException {
        var content = Files.readAllBytes(file);
        if (content.length > 0 && content[0] == '0') {
            return Encodings.revocations(content);
        }
        return PemContent.read(content, Optional.empty()).revocations().stream()
                .findFirst()
                .orElseThrow(() -> new UnreadableException("there is no list in it"));
    }

    private static boolean isSignedBy(X509CRL list, X509Certificate authority) {
        try {
            list.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
