package io.emrops.certificate;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import java.util.List;
import java.util.Optional;

/**
 * Where one service has its certificate, and where another one can take its place. A change goes by stages that survive the death of whoever makes it, and can be
 * gone back at each of them: {@link #stage}, {@link #activate}, {@link #finish}, or {@link #putBack}. Each of these may be called again, and then does what is left of
 * it.
 *
 * <p>One change at a time: while one is neither finished nor put back, another one is refused.
 *
 * <p>All methods block. They throw {@link TargetUnavailableException} if the place cannot be reached and nothing was changed, {@link StepFailedException} if it
 * refused half-way, {@link OutcomeUnknownException} if it was lost in the middle.
 */
public interface CertificateStore extends CertificateSource {
    /** How far a change has come. */
    enum Stage {
        /** Nothing of it is here. */
        UNTOUCHED,
        /** The new one lies beside the old one, which is in its place. */
        STAGED,
        /** The new one is in its place, or partly so, and the old one is kept beside. */
        ACTIVE,
        /** The new one is in its place, the old one is in the archive. */
        FINISHED,
        /** It was finished, and something else is in its place now. */
        SUPERSEDED,
        /** The old one is in its place again, and the new one is gone. */
        PUT_BACK;

        /** Such as "has the new one in its place". */
        public String words() {
            return switch (this) {
                case UNTOUCHED -> "has nothing of it";
                case STAGED -> "has the new one beside the old one";
                case ACTIVE -> "has the new one in its place";
                case FINISHED -> "has the new one in its place, and the old one in the archive";
                case SUPERSEDED -> "has something else in its place since";
                case PUT_BACK -> "has the old one in its place again";
            };
        }
    }

    /** What is in its place now; empty if there is none yet. */
    Optional<FoundCertificate> inPlace() throws InterruptedException;

    /** How far a change has come. */
    Stage stage(String change) throws InterruptedException;

    /** What a change has put beside; empty if it has not, or was put back. */
    Optional<FoundCertificate> staged(String change) throws InterruptedException;

    /** What was in its place before a change; empty if there was none, or if that is not known any more. */
    Optional<FoundCertificate> before(String change) throws InterruptedException;

    /**
     * Why a new certificate could not be put here; empty if nothing is known that speaks against it. Touches nothing.
     *
     * @param change which may have begun already
     */
    Optional<String> refusal(String change) throws InterruptedException;

    /** What else would change here with a new certificate, for people; empty if nothing is known. Touches nothing. */
    List<String> warnings() throws InterruptedException;

    /**
     * Puts a new certificate beside the old one, with its key. Nothing that is served changes.
     *
     * @param change names the change, the same after a resume
     * @throws PreconditionFailedException if another change is under way here, or the place would not take it; nothing was touched
     */
    void stage(String change, KeyedCertificate next) throws InterruptedException;

    /** Puts what was staged into its place, and keeps what was there. Services go on with the old one until they load it anew. */
    void activate(String change) throws InterruptedException;

    /** Moves what was there before into the archive, and ends the change. */
    void finish(String change) throws InterruptedException;

    /**
     * Puts back what was there before, and ends the change; a finished one too, as long as the archive has it. Does nothing if nothing of the change is here.
     *
     * @throws PreconditionFailedException if somebody else has changed what is there since, or the archive has it no more; nothing was touched
     */
    void putBack(String change) throws InterruptedException;
}
