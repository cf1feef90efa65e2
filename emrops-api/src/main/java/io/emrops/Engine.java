package io.emrops;

import io.emrops.event.RunListener;
import java.util.List;
import java.util.Optional;

/**
 * Runs runbooks, remembers what they did in its store, and goes on with those that were cut off. Safe for use by several
 * threads; several engines may live in one process, each with a store of its own.
 *
 * <pre>{@code
 * try (var engine = Emrops.engine(Path.of("/var/lib/emrops"))) {
 *     var plan = engine.plan(deploy, request);    // the rehearsal
 *     var report = engine.start(plan).await();    // exactly what was rehearsed
 * }
 * }</pre>
 */
public interface Engine extends AutoCloseable {
    /**
     * Rehearses a run: what each step would do to what, as far as its target can tell. No body runs and nothing is
     * touched; a target that does not answer makes its step "cannot be foretold", and no exception.
     *
     * @throws PreconditionFailedException if a parameter is unknown, missing or wrong, or the engine lacks what the
     *     runbook needs, such as an {@link Authorizer}
     */
    Plan plan(Runbook runbook, RunRequest request);

    /**
     * Starts a run and returns at once.
     *
     * @throws PreconditionFailedException as {@link #plan} does, or if the request {@linkplain RunRequest#withRunId says
     *     what the run is called} and there is a run of that id; then no run was made
     * @throws StoreException if the run could not be recorded; then nothing was touched
     */
    Run start(Runbook runbook, RunRequest request);

    /** Starts what was rehearsed: the same runbook with the same parameters. A plan may be started several times. */
    Run start(Plan plan);

    /** {@link #resume(Runbook, String, ResumeRequest)} in the name of whoever started the run. */
    Run resume(Runbook runbook, String runId);

    /**
     * Goes on with a run that was paused or whose process died: behind the last finished step, and by the in-doubt
     * policy of those that were cut off. A run that is being undone is undone on. One that is under way in this engine
     * is returned as it is, its pause lifted.
     *
     * @param runbook the definition it was started with, or one that differs only in what has not begun
     *     and stands before nothing that has
     * @throws PreconditionFailedException if the run has ended, the runbook differs too much (the message tells where),
     *     a secret is missing, a target is another one than before, or whoever asks neither started the run nor belongs
     *     to the {@link Authorizer#OPERATORS}
     * @throws TargetUnavailableException if a target does not say in time who it is; the run is left as it was
     * @throws StoreException if there is no such run, or its journal cannot be trusted
     */
    Run resume(Runbook runbook, String runId, ResumeRequest request);

    /**
     * Goes on with a run that failed and was not undone, at a step of the caller's choice. The results of the steps
     * before it are kept; it and those behind it are done anew, under new {@linkplain StepContext#idempotencyKey keys}.
     *
     * @param stepPath a step outside of branches and fan-outs
     * @throws PreconditionFailedException if the run is not in such a state, or there is no such step
     */
    Run resumeFrom(Runbook runbook, String runId, String stepPath, ResumeRequest request);

    /**
     * Undoes a run: one that ended without an undo, or whose undo failed or was stopped. Steps that are undone already
     * are left alone.
     *
     * @throws PreconditionFailedException if the run is under way, or there is nothing left to undo
     */
    Run undo(Runbook runbook, String runId, ResumeRequest request);

    /**
     * Closes a run that nobody will resume: it ends as it stands, with what it changed, and its locks are released.
     *
     * @param why journalled
     * @throws PreconditionFailedException if the run is under way in this engine, or has ended and holds no locks, or the
     *     actor does not belong to the {@link Authorizer#OPERATORS}
     */
    void abandon(String runId, String actor, String why);

    /** The run of this id, if it is under way in this engine. */
    Optional<Run> run(String runId);

    /**
     * All runs of the store, oldest first. One that cannot be read, because it is corrupt, of a newer emrops, or its key was
     * erased, is among them as {@link RunInfo.Unreadable}, with the reason.
     *
     * @throws StoreException if the store itself cannot be read
     */
    List<RunInfo> runs();

    /**
     * What the store knows of a run, whether it is under way or not.
     *
     * @throws StoreException if there is no such run, or its journal cannot be trusted
     */
    Report report(String runId);

    /** Tells a listener of everything that happens from now on. */
    void addListener(RunListener listener);

    /**
     * Lets bodies that run come to their end, begins nothing more, and leaves all runs resumable. Blocks until then. A
     * second call does nothing.
     */
    @Override
    void close();
}
