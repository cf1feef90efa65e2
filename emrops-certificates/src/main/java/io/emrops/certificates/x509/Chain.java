package io.emrops.certificates.x509;

import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether certificates fit together. */
public final class Chain {
    private static final String FOR_SERVERS = "1.3.6.1.5.5.7.3.1";
    private static final String FOR_ANYTHING = "2.5.29.37.0";

    /** Of the bits of KeyUsage, RFC 5280, 4.2.1.3. */
    private static final int KEY_CERT_SIGN = 5;

    private Chain() {}

    /** What is wrong with a chain by itself, time and strength apart; empty if nothing. */
    public static List<String> faults(List<X509Certificate> chain) {
        var found = new ArrayList<String>();
        forServers(chain.get(0)).ifPresent(found::add);
        for (var i = 0; i + 1 < chain.size(); i++) {
            var issuer = chain.get(i + 1);
            var which = "certificate " + (i + 2) + " of the chain";
            var forbidden = mayNot(issuer, chain.subList(1, i + 1));
            if (forbidden.isPresent()) {
                found.add(which + " " + forbidden.get());
            } else {
                unsigned(chain.get(i), issuer).ifPresent(why -> found.add(which + " " + why));
            }
        }
        if (found.isEmpty()) {
            AuthorityLimits.breached(chain).ifPresent(found::add);
        }
        return found;
    }

    /** RFC 5280, 4.2.1.3 and 4.2.1.9. */
    private static Optional<String> mayNot(X509Certificate authority, List<X509Certificate> below) {
        var usage = authority.getKeyUsage();
        if (authority.getBasicConstraints() < 0) {
            return Optional.of("is no authority's");
        }
        if (usage != null && !usage[KEY_CERT_SIGN]) {
            return Optional.of("may not sign certificates");
        }
        var counted = below.stream()
                .filter(each -> !each.getSubjectX500Principal().equals(each.getIssuerX500Principal()))
                .count();
        return counted > authority.getBasicConstraints()
                ? Optional.of("may not have so many authorities below it")
                : Optional.empty();
    }

    private static Optional<String> unsigned(X509Certificate issued, X509Certificate issuer) {
        try {
            return signs(issued, issuer) ? Optional.empty() : Optional.of("has not signed the one before");
        } catch (GeneralSecurityException e) {
            return Optional.of(
                    "has a key that this JDK does not know, so whether it has signed the one before is not known");
        }
    }

    private static Optional<String> forServers(X509Certificate certificate) {
        try {
            var uses = certificate.getExtendedKeyUsage();
            return uses == null || uses.contains(FOR_SERVERS) || uses.contains(FOR_ANYTHING)
                    ? Optional.empty()
                    : Optional.of("the certificate is not for servers");
        } catch (CertificateParsingException e) {
            return Optional.of("what the certificate is for cannot be read");
        }
    }

    /** Whether one has signed another; no, if this JDK cannot tell. */
    public static boolean signed(X509Certificate issued, X509Certificate issuer) {
        try {
            return signs(issued, issuer);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean signs(X509Certificate issued, X509Certificate issuer) throws GeneralSecurityException {
        if (!issued.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            issued.verify(issuer.getPublicKey());
            return true;
        } catch (SignatureException e) {
            return false;
        }
    }

    /** Why clients that trust these authorities, and no other, would not accept the chain; empty if they would. Names and revocation apart. */
    public static Optional<String> distrust(
            List<X509Certificate> chain, Collection<X509Certificate> authorities, Instant now) {
        var trusted = new HashSet<>(authorities);
        if (trusted.contains(chain.get(0))) {
            return Optional.empty();
        }
        var path = chain.stream().takeWhile(each -> !trusted.contains(each)).toList();
        try {
            var parameters = new PKIXParameters(
                    trusted.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            return Optional.of("the chain does not lead to an authority that is trusted here (" + e.getReason() + ")");
        } catch (GeneralSecurityException e) {
            return Optional.of("the chain cannot be held against the authorities that are trusted here");
        }
    }
}
