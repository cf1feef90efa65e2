package io.emrops.certificates.issuer;

import java.util.List;
import java.util.Objects;

/**
 * A request for a certificate, to be signed by somebody.
 *
 * @param name of the request, the same for the same order
 * @param request the file to be signed: PKCS#10 in PEM
 * @param signed where the signed certificate is to be put, with the chain above it: PEM, or a single certificate in DER
 * @param names whom the certificate is to be for
 */
public record SigningRequest(String name, String request, String signed, List<String> names) {
    public SigningRequest {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(signed, "signed");
        names = List.copyOf(names);
    }
}
