package io.emrops.notice;

import io.emrops.OutcomeUnknownException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;

/** A channel by which people are told things: mail, SMS, a status page. */
public interface Notifier {
    /** Which channel. */
    Target target();

    /**
     * Sends a notice; returns when the channel has accepted it, which does not prove that anybody read it.
     *
     * @param operationKey names this notice to the channel, so that one that can will not send it twice
     * @throws TargetUnavailableException if it was not sent
     * @throws OutcomeUnknownException if it may have been sent
     */
    void send(Notice notice, String operationKey) throws InterruptedException;
}
