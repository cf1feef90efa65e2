package io.emrops.certificates.acme;

import io.emrops.certificate.CertificateOrder;
import java.util.Optional;

/** How it is proven to an authority that a name is ours. */
public abstract sealed class Proving permits Http01, Dns01 {
    Proving() {}

    /** Why these names cannot be proven this way, whatever anybody does; empty if they may be. */
    abstract Optional<String> refusal(CertificateOrder order);

    /** Begins with what is put up for one order, which has so much time. */
    abstract Proof begin(Deadline deadline) throws InterruptedException;
}
