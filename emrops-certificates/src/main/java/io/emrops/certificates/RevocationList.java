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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The certificates that authorities have revoked (RFC 5280, 5), in a file: a list in DER, or one or several in PEM. It is read anew each time. A list counts if it is whole, of today, and signed by
 * an authority that is in the chain or trusted. OCSP is not asked.
 */
public final class RevocationList {
    /** Delta CRL Indicator, RFC 5280, 5.2.4. */
    private static final String DELTA = "2.5.29.27";
    /** No authority's clock and ours are further apart. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    private final Path file;

    private RevocationList(Path file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    /** The list in a file. */
    public static RevocationList in(Path file) {
        return new RevocationList(file);
    }

    /**
     * What speaks against a chain; empty if the lists of the file are of other authorities, or have nothing against it. A list that cannot be held for sound and whole speaks against it
     * too.
     *
     * @param authorities more that may have signed a list, as servers do not send their root
     */
    List<String> against(List<X509Certificate> chain, Collection<X509Certificate> authorities, Instant now) {
        List<X509CRL> lists;
        try {
            lists = read();
        } catch (IOException | GeneralSecurityException | UnreadableException e) {
            return List.of("the list of revoked certificates " + file + " cannot be read");
        }
        var known = Stream.concat(chain.stream(), authorities.stream()).toList();
        var found = new ArrayList<String>();
        for (var list : lists) {
            for (var i = 0; i < chain.size(); i++) {
                var certificate = chain.get(i);
                if (certificate.getIssuerX500Principal().equals(list.getIssuerX500Principal())) {
                    var unsound = unsound(list, known, now);
                    var who = i == 0 ? "the certificate" : "the authority " + (i + 1) + " of the chain";
                    unsound.ifPresent(why -> found.add("the list of revoked certificates " + file + " " + why));
                    if (unsound.isEmpty() && list.isRevoked(certificate)) {
                        found.add(who + " was revoked");
                    }
                }
            }
        }
        return found.stream().distinct().toList();
    }

    private static Optional<String> unsound(X509CRL list, List<X509Certificate> known, Instant now) {
        var signers = known.stream()
                .filter(each -> each.getSubjectX500Principal().equals(list.getIssuerX500Principal()))
                .toList();
        if (signers.isEmpty()) {
            return Optional.of("cannot be verified: the certificate of its authority is not known here");
        }
        if (signers.stream().noneMatch(each -> isSignedBy(list, each))) {
            return Optional.of("is not signed by who has issued the certificate");
        }
        if (!Objects.requireNonNullElse(list.getCriticalExtensionOIDs(), Set.of())
                        .isEmpty()
                || list.getExtensionValue(DELTA) != null) {
            return Optional.of("is not the whole list of its authority");
        }
        if (list.getThisUpdate().toInstant().isAfter(now.plus(CLOCKS))) {
            return Optional.of("is of a time to come, " + list.getThisUpdate().toInstant());
        }
        if (list.getNextUpdate() == null) {
            return Optional.of("does not say until when it is good");
        }
        return list.getNextUpdate().toInstant().isBefore(now)
                ? Optional.of("is out of date since " + list.getNextUpdate().toInstant())
                : Optional.empty();
    }

    private List<X509CRL> read() throws IOException, GeneralSecurityException, UnreadableException {
        var content = Files.readAllBytes(file);
        if (content.length > 0 && content[0] == '0') {
            return List.of(Encodings.revocations(content));
        }
        var lists = PemContent.read(content, Optional.empty()).revocations();
        if (lists.isEmpty()) {
            throw new UnreadableException("there is no list in it");
        }
        return lists;
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
