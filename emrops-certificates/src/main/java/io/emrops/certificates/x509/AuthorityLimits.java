package io.emrops.certificates.x509;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/** To which names authorities are limited (RFC 5280, 4.2.1.10), and whatever else a chain demands that clients have to understand. */
final class AuthorityLimits {
    private AuthorityLimits() {}

    /** @param chain each signed by the next one */
    static Optional<String> breached(List<X509Certificate> chain) {
        if (chain.stream().anyMatch(X509Certificate::hasUnsupportedCriticalExtension)) {
            return Optional.of("the chain demands something that clients do not understand");
        }
        try {
            var limits = new PKIXNameConstraintValidator();
            for (var i = chain.size() - 1; i > 0; i--) {
                narrow(limits, chain.get(i));
            }
            for (var name : names(chain.get(0))) {
                limits.checkPermitted(name);
                limits.checkExcluded(name);
            }
            return Optional.empty();
        } catch (NameConstraintValidatorException e) {
            return Optional.of("an authority of the chain may not sign for its names");
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Optional.of("for which names the authorities of the chain may sign cannot be read");
        }
    }

    private static void narrow(PKIXNameConstraintValidator limits, X509Certificate authority) {
        var extension = authority.getExtensionValue(Extension.nameConstraints.getId());
        if (extension == null) {
            return;
        }
        var here = NameConstraints.getInstance(content(extension));
        if (here.getPermittedSubtrees() != null) {
            limits.intersectPermittedSubtree(here.getPermittedSubtrees());
        }
        if (here.getExcludedSubtrees() != null) {
            for (var each : here.getExcludedSubtrees()) {
                limits.addExcludedSubtree(each);
            }
        }
    }

    private static GeneralName[] names(X509Certificate certificate) {
        var extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
        return extension == null
                ? new GeneralName[0]
                : GeneralNames.getInstance(content(extension)).getNames();
    }

    private static byte[] content(byte[] extension) {
        return ASN1OctetString.getInstance(extension).getOctets();
    }
}
