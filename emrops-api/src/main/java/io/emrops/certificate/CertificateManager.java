package io.emrops.certificate;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.util.List;
import java.util.Optional;

/**
 * Looks after the certificate of one service, which may have several servers. Usable by itself, without any runbook.
 *
 * <p>All methods block and may be called from any thread, one change at a time. No private key, and no password of one, is in anything that is returned or
 * thrown.
 */
public interface CertificateManager {
    /** Which service. */
    Target target() throws InterruptedException;

    /** What the service has, and what its servers show. Changes nothing. */
    CertificateStatus status() throws InterruptedException;

    /**
     * What {@link #rotate} would do, a line each, as far as it can be known.
     *
     * @throws PreconditionFailedException if it would certainly be refused
     */
    List<String> foresee(String change, CertificateOrder order) throws InterruptedException;

    /**
     * Has a new certificate issued and served: it is issued, looked at, put beside the old one, put into its place; the service loads it; each server is asked in a
     * TLS handshake and has to show it; then the old one goes to the archive. What fails, is put back, and each server is asked whether it shows the old one again.
     *
     * <p>A change that was cut off goes on where it was when it is called again with the same name. A finished one is told again: servers that do not show it are told to
     * load it, and nothing is put back if one of them will not.
     *
     * @param change names the change, such as a step's idempotency key
     * @throws PreconditionFailedException if nothing was touched: the issuer would not, what was issued does not do, another change is under way, or this one was finished and
     *     somebody else has put another certificate there since
     * @throws TargetUnavailableException if something does not answer, and this call has touched nothing
     * @throws StepFailedException if it failed; the message says whether the old certificate is served, as each server showed, or which one does not
     * @throws OutcomeUnknownException if it is not known what the servers show
     */
    Rotation rotate(String change, CertificateOrder order, Progress progress) throws InterruptedException;

    /** What a finished change has done, as the servers show it now; empty if it is not finished, or a server does not show it. */
    Optional<Rotation> finished(String change) throws InterruptedException;

    /**
     * Whether anything of a change is there that {@link #putBack} would take away: it lies beside the old one, is in its place, or a server has not been seen to
     * show what was put back. Changes nothing.
     */
    boolean isBegun(String change) throws InterruptedException;

    /**
     * Puts back what was there before a change, finished or not, and has each server show it. Does nothing if nothing of the change is there, or it was put back.
     *
     * @return what the servers show now
     * @throws PreconditionFailedException if somebody else has changed what is there since, or what was there before is not kept any more; that place was not touched
     * @throws StepFailedException if it failed; the message says what is served
     */
    List<ServedCertificate> putBack(String change, Progress progress) throws InterruptedException;
}
