package io.emrops;

import io.emrops.spi.DeferredOperation;
import java.util.Map;
import java.util.function.Function;

/**
 * What a provider offers to a runbook: something that can be described, previewed, done, asked about and undone. The
 * engine calls {@link #target} and {@link #preview} in a rehearsal, and nothing else.
 *
 * <pre>{@code
 * var backup = rb.step("backup", "Back up the database", Backups.full(sql, "EMRNext"));
 * var release = rb.step("deploy", "Roll out", Operation.of(Release.class, in -> Deployments.rollOut(compose, in.get(version))));
 * }</pre>
 *
 * <p>An operation holds no state of a run: the same one may be executed by several runs.
 *
 * @param <T> the type of its result
 */
public interface Operation<T> {
    /**
     * What it does, in the imperative and without a full stop: "Full backup of EMRNext". Goes into the document, so it
     * asks no target, not even for its name.
     */
    String describe();

    /** The type of the result. */
    Output<T> output();

    /**
     * What it acts on; asks the target who it is.
     *
     * @throws TargetUnavailableException if it does not answer
     */
    Target target() throws Exception;

    /**
     * What {@link #execute} would do now. Asks the target, changes nothing.
     *
     * @throws TargetUnavailableException if it does not answer; the rehearsal then says that it cannot be foretold
     * @throws PreconditionFailedException if it would certainly be refused
     */
    Preview<T> preview(Inputs in) throws Exception;

    /**
     * Does it, on the caller's thread; throws as {@link Body#run} does. {@link StepContext#idempotencyKey} is the name to
     * give to the target for what is done here, so that {@link #probe} can find it.
     */
    T execute(StepContext run) throws Exception;

    /** Asks the target about an earlier attempt that was cut off; changes nothing. */
    default Probe<T> probe(StepContext run) throws Exception {
        return Probe.unknown("this operation cannot ask its target");
    }

    /** How it is undone, or why it is not. */
    Undoing<T> undoing();

    /** The kind of operation, for the fingerprint: another kind at the same step is another step. */
    default String kind() {
        return "operation";
    }

    /** Raised by the author of the operation when what it does changes in a way that matters to a run in flight. */
    default int version() {
        return 1;
    }

    /** The settings that decide what it does, without secrets; part of the fingerprint. */
    default Map<String, String> configuration() {
        return Map.of();
    }

    /**
     * An operation that is chosen when its turn comes, from parameters and earlier results.
     *
     * @param type the type of the result
     * @param choose makes the operation; touches nothing, as it is called in rehearsals too
     */
    static <T> Operation<T> of(Class<T> type, Function<Inputs, ? extends Operation<T>> choose) {
        return of(Output.of(type), choose);
    }

    /** The same for lists, sets and maps. */
    static <T> Operation<T> of(Output<T> type, Function<Inputs, ? extends Operation<T>> choose) {
        return new DeferredOperation<>(type, choose);
    }
}
