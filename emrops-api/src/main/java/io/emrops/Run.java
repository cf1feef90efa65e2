package io.emrops;

import io.emrops.spi.Definition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A run that is, or was, under way in this engine. */
public interface Run {
    /** What the run is called in the journal, in reports and by other processes. */
    String id();

    /** The runbook it walks through, as a tree; for displays. */
    Definition definition();

    /** Where it stands now. */
    RunState state();

    /**
     * Blocks until the run is {@linkplain RunState#atRest at rest}: ended, paused, or in doubt. Goes on waiting while the
     * run waits for a person.
     *
     * @throws StoreException if the store failed under the run: what happened is what the store holds
     * @throws InterruptedException if this thread was interrupted; the run goes on
     */
    Report await() throws InterruptedException;

    /**
     * Blocks until the state is as wished, the run has ended, or the time is up.
     *
     * @return whether the state is as wished
     */
    boolean awaitState(Predicate<RunState> wish, Duration atMost) throws InterruptedException;

    /** What has happened so far. */
    Report report();

    /** What people are being asked, in the order of the steps. */
    List<Question> questions();

    /**
     * Answers a question: confirms a manual item, agrees to or rejects an approval, says what became of a step in doubt.
     * The answer is journalled before it takes effect.
     *
     * @throws PreconditionFailedException if nothing is being asked there, this person may not answer, has answered
     *     already, or what they read has changed; then nothing was recorded
     */
    void answer(String stepPath, Answer answer);

    /** Asks the run to stop between two steps and undo; a running undo is stopped instead. A second call does nothing. */
    void cancel(String actor, String why);

    /** Asks the run to pause between two steps. A second call does nothing. */
    void pause(String actor, String why);

    /** The reason for which the store failed under this run, if it did. */
    Optional<StoreException> storeFailure();
}
