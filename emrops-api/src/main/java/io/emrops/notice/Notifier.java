package io.emrops.notice;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.util.List;

/** A channel by which people are told things: mail, SMS, a status page. */
public interface Notifier {
    /** Which channel. */
    Target target();

    /**
     * What {@link #send} would do: who would be told what, one line each, never empty. Sends nothing. A channel that can
     * find out that it would refuse the notice does so here, so that a rehearsal tells it before anything is touched.
     *
     * @throws PreconditionFailedException if the audience is not known to the channel, or it would refuse the notice
     * @throws TargetUnavailableException if it does not answer
     */
    List<String> preview(Notice notice) throws InterruptedException;

    /**
     * Sends a notice; returns when the channel has accepted it, which does not prove that anybody read it.
     *
     * @param operationKey names this notice to the channel, so that one that can will not send it twice
     * @throws PreconditionFailedException if it was not sent to anybody, and will not be before something is put right, such
     *     as an audience that is not known to the channel
     * @throws TargetUnavailableException if it was not sent
     * @throws OutcomeUnknownException if it may have been sent
     */
    void send(Notice notice, String operationKey) throws InterruptedException;
}
