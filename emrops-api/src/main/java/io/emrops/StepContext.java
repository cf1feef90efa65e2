package io.emrops;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a body sees of the run it is part of. Valid only while the body runs, and for the thread it runs on and those it
 * starts itself.
 */
public interface StepContext extends Inputs {
    /** The id of the run. */
    String runId();

    /** The path of the step, such as {@code restart[app-03]}. */
    String path();

    /** Which attempt this is, from 1. */
    int attempt();

    /**
     * The time of the run: the wall clock when the run was started or resumed, moved on by the monotonic clock, so that
     * it never goes back within a process.
     */
    Instant now();

    /**
     * A random-looking id that is the same in every attempt and after every resume: the n-th call of a body gives the
     * n-th id of its {@link #idempotencyKey}.
     */
    UUID uuid();

    /**
     * Names what this step does to its target, for targets that can recognise a repetition: {@code run/path#generation}.
     * The same in every attempt and after every resume; a deliberate redo raises the generation.
     */
    String idempotencyKey();

    /**
     * The keys of all generations of this step until now, this one's first. An undo goes through them in this order: what an earlier generation did has the key of that
     * generation, and may be beneath what a later one did.
     */
    List<String> idempotencyKeys();

    /** Where to tell how far the work has come. Cheap; calls may be dropped, the last one is not. */
    Progress progress();

    /**
     * Shows a line to whoever watches the run. Secrets of the run are blotted out; the line is an event and is not kept
     * in the journal.
     */
    void log(String line);

    /**
     * The text with every secret of the run blotted out, to be used before a text is cut to length or stored outside of
     * emrops. What a body returns, logs or throws is scrubbed anyway.
     */
    String scrub(String text);

    /**
     * Makes a secret one of the run's, so that it is blotted out from here on. Secret parameters are from the beginning; call
     * this for a secret that was given to an operation directly, or whose source may give another value now.
     *
     * @throws IllegalArgumentException if it is too short to be blotted out
     */
    void conceal(Secret secret);
}
