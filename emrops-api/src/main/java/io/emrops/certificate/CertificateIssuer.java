package io.emrops.certificate;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;

/**
 * Who gives certificates: an authority, a service that speaks ACME, or somebody who has brought one.
 *
 * <p>It may be called from any thread, and blocks. A second call gives another certificate, for another key.
 */
public interface CertificateIssuer {
    /** Who that is, for documents and reports; asks nobody. */
    String describe();

    /**
     * Gives a certificate. Nothing that is served changes by that.
     *
     * @throws PreconditionFailedException if it would not give such a one, and nothing was begun
     * @throws TargetUnavailableException if it does not answer, and nothing was issued
     * @throws OutcomeUnknownException if it was lost in the middle: a certificate may have been issued that nobody has the key of any more
     * @throws StepFailedException if it refused
     */
    KeyedCertificate issue(CertificateOrder order, Progress progress) throws InterruptedException;
}
