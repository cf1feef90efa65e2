package io.emrops.certificate;

import io.emrops.network.Endpoint;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * What a certificate says, as in RFC 5280, 4.1.
 *
 * @param subject whose it is, by RFC 2253
 * @param issuer who signed it, by RFC 2253
 * @param names the hosts it is for: the DNS names and addresses among its alternative names; IPv6 as RFC 5952 writes it. An address that
 *     stands there as a DNS name is for nobody (RFC 9525, 6.5) and left out
 * @param serial hexadecimal, in lower case, without leading zeros
 * @param notBefore from when on it is valid
 * @param notAfter until when it is valid, inclusive
 * @param sha256 the hash of the whole certificate, hexadecimal, in lower case
 * @param key what kind of key it is for
 * @param signature how it was signed, as the JDK names it, such as {@code SHA256withRSA}; with the hash of RSASSA-PSS before it
 */
public record CertificateFacts(
        String subject,
        String issuer,
        List<String> names,
        String serial,
        Instant notBefore,
        Instant notAfter,
        String sha256,
        KeyFacts key,
        String signature) {
    /** GeneralName of RFC 5280, 4.2.1.6. */
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;
    private static final int ANY_PORT = 1;
    private static final int HEX = 16;
    private static final String PSS = "RSASSA-PSS";

    public CertificateFacts {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(issuer, "issuer");
        names = List.copyOf(names);
        Objects.requireNonNull(serial, "serial");
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(notAfter, "notAfter");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(signature, "signature");
    }

    /** What a certificate says. Names that cannot be read are for nobody; characters that are no text are shown as question marks. */
    public static CertificateFacts of(X509Certificate certificate) {
        return new CertificateFacts(
                printable(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253)),
                printable(certificate.getIssuerX500Principal().getName(X500Principal.RFC2253)),
                namesOf(certificate),
                certificate.getSerialNumber().toString(HEX),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                sha256Of(certificate),
                KeyFacts.of(certificate.getPublicKey()),
                signatureOf(certificate));
    }

    /** For RSASSA-PSS, the hash is among the parameters (RFC 4055, 3.1), SHA-1 if nothing is said. */
    private static String signatureOf(X509Certificate certificate) {
        var name = certificate.getSigAlgName();
        var parameters = certificate.getSigAlgParams();
        if (!name.equals(PSS)) {
            return name;
        }
        if (parameters == null) {
            return "SHA1with" + PSS;
        }
        try {
            var read = AlgorithmParameters.getInstance(PSS);
            read.init(parameters);
            var hash = read.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
            return hash.replace("-", "") + "with" + PSS;
        } catch (GeneralSecurityException | IOException e) {
            return name;
        }
    }

    private static List<String> namesOf(X509Certificate certificate) {
        var names = new ArrayList<String>();
        try {
            var all = certificate.getSubjectAlternativeNames();
            for (var name : all == null ? List.<List<?>>of() : all) {
                var kind = (Integer) name.get(0);
                if (kind == DNS_NAME && !HostNames.isAddress((String) name.get(1))) {
                    names.add(printable((String) name.get(1)));
                } else if (kind == IP_ADDRESS) {
                    address((String) name.get(1)).ifPresent(names::add);
                }
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return names;
    }

    /** Empty for what is none, such as a whole network. */
    private static Optional<String> address(String text) {
        try {
            return Optional.of(new Endpoint(text, ANY_PORT).host());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Who writes a certificate may write anything into it, and this goes into reports. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static String sha256Of(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256, and what was read can be written", e);
        }
    }

    /** Whether subject and issuer are the same, as in a root, or a certificate that is signed by itself. */
    public boolean selfIssued() {
        return subject.equals(issuer);
    }

    /** How many whole days it is still valid; negative once it has expired. */
    public long daysLeft(Instant now) {
        return Math.floorDiv(
                Duration.between(now, notAfter).toSeconds(), Duration.ofDays(1).toSeconds());
    }

    /**
     * Whether it is for this host, by RFC 9525: by the alternative names alone, not by the subject; a wildcard stands for one whole label,
     * the leftmost, and never for an address.
     *
     * @param host a name or an address; IPv6 without brackets, in any writing
     */
    public boolean isFor(String host) {
        return HostNames.oneMatches(names, host);
    }

    /** Why it is not valid at a time; empty if it is. */
    public Optional<String> untimely(Instant now) {
        if (now.isAfter(notAfter)) {
            return Optional.of("it expired at " + notAfter);
        }
        return now.isBefore(notBefore) ? Optional.of("it is not valid before " + notBefore) : Optional.empty();
    }

    /**
     * Where it is weaker than a server's may be: its key, or a signature with MD5 or SHA-1, which an authority's own signature of itself may have (CA/Browser
     * Forum, "Baseline Requirements for TLS Server Certificates", 6.1.5 and 7.1.3.2); empty if nowhere.
     */
    public List<String> weaknesses() {
        var found = new ArrayList<String>();
        key.weakness().ifPresent(found::add);
        var hash = signature.toUpperCase(Locale.ROOT);
        if (!selfIssued() && (hash.startsWith("MD") || hash.startsWith("SHA1"))) {
            found.add("a signature by " + signature);
        }
        return List.copyOf(found);
    }

    /** {@code CN=emr.example, serial 1f, until 2026-12-01T00:00:00Z}. */
    @Override
    public String toString() {
        return subject + ", serial " + serial + ", until " + notAfter;
    }
}
