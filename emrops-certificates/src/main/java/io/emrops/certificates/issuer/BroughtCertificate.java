package io.emrops.certificates.issuer;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.certificate.CertificateIssuer;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyedCertificate;

/**
 * A certificate that somebody has signed for a {@linkplain SigningRequests request}. It is the same one each time it is asked for; whether it keeps to the order, whoever asks looks at.
 */
public final class BroughtCertificate implements CertificateIssuer {
    private final SigningRequests requests;
    private final String name;

    BroughtCertificate(SigningRequests requests, String name) {
        this.requests = requests;
        this.name = name;
    }

    @Override
    public String describe() {
        return "what was signed for the request " + name;
    }

    /** @throws PreconditionFailedException if nothing was signed yet, or for another key */
    @Override
    public KeyedCertificate issue(CertificateOrder order, Progress progress) {
        return requests.collect(name);
    }
}
