package io.emrops.sqlserver.backup;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.backup.RestoreTest;
import io.emrops.sqlserver.integrity.IntegrityCheck;
import io.emrops.sqlserver.integrity.IntegrityReport;
import io.emrops.sqlserver.session.DedicatedSession;
import io.emrops.sqlserver.session.Failure;
import io.emrops.sqlserver.session.OperationResult;
import io.emrops.sqlserver.session.OperationResult.Outcome;
import io.emrops.sqlserver.statement.Identifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores a full backup beside the real database, checks what came of it, and drops it. The scratch database is as worth protecting as the
 * real one: nobody but owners and administrators gets in, and it is gone afterwards or named.
 */
public final class RestoreTesting {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreTesting.class);
    private static final List<String> NOT_COVERED = List.of(
            "logins, jobs, linked servers and settings of the server, which are not in the backup",
            "certificates and keys on another server: this one had them",
            "what was committed after the backup, which log backups hold");

    private final Surroundings here;
    private final RestorePreflight preflight;

    /** Restores there. */
    public RestoreTesting(Surroundings here) {
        this.here = here;
        this.preflight = new RestorePreflight(here);
    }

    /**
     * What would be done.
     *
     * @throws PreconditionFailedException if it would be refused
     */
    public List<String> preview(Backup backup) {
        var scratch = Names.scratch(backup.database(), OperationTag.of("preview"));
        var shown =
                Names.scratch(backup.database(), new OperationTag("KEY     ")).strip();
        return preflight.order(backup, scratch).lines().stream()
                .map(line -> line.replace(scratch, shown))
                .toList();
    }

    /** Restores, checks, drops. May be repeated under the same key. */
    public RestoreTest test(Backup backup, String operationKey, Progress progress) throws InterruptedException {
        var scratch = Names.scratch(backup.database(), OperationTag.of(operationKey));
        clearEarlier(scratch);
        var order = preflight.order(backup, scratch);
        LOG.info("Restore test of {} begins as {}", backup.id(), scratch);
        var tested = new Tested();
        try {
            tested.restoring = restore(order, progress);
            tested.report = examine(scratch);
        } catch (OutcomeUnknownException e) {
            throw e;
        } catch (EmropsException e) {
            throw failed(e, new ScratchRemoval(here).remove(scratch));
        } catch (InterruptedException e) {
            throw interrupted(e, scratch);
        } catch (RuntimeException e) {
            new ScratchRemoval(here).remove(scratch);
            throw e;
        }
        var left = new ScratchRemoval(here).remove(scratch);
        if (!left.isEmpty()) {
            here.warn(left);
        }
        return tested.result(here, backup, order, left);
    }

    private static final class Tested {
        private Duration restoring = Duration.ZERO;
        private IntegrityReport report = new IntegrityReport(
                "",
                false,
                IntegrityReport.Verdict.NOT_CHECKED,
                0,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO);

        RestoreTest result(Surroundings here, Backup backup, RestoreOrder order, String left) {
            var findings = new ArrayList<String>();
            if (!report.clean()) {
                findings.add(report.words());
            }
            if (!order.set().traits().checksums()) {
                findings.add("The backup has no checksums");
            }
            var proof = report.clean() ? Proof.SOUND : Proof.RESTORED;
            return new RestoreTest(
                    backup.proven(proof),
                    here.now().toInstant(),
                    restoring,
                    report.elapsed(),
                    proof,
                    findings,
                    NOT_COVERED,
                    left);
        }
    }

    private void clearEarlier(String scratch) throws InterruptedException {
        var left = new ScratchRemoval(here).removeNow(scratch);
        if (!left.isEmpty()) {
            throw here.refused("There is something under the name of the scratch database: " + left);
        }
    }

    private Duration restore(RestoreOrder order, Progress progress) throws InterruptedException {
        try (var session = here.dedicated()) {
            var operation = session.operation(order.statement().text())
                    .onProgress(progress)
                    .stallAfter(
                            here.settings().stallAfter,
                            silence -> here.stalled("Restoring " + order.scratch(), silence));
            var limit = here.settings().atMost;
            var result = (limit == null ? operation : operation.cancelAfter(limit)).run();
            requireRestored(order, result);
            return result.elapsed();
        }
    }

    private void requireRestored(RestoreOrder order, OperationResult result) {
        if (result.outcome() == Outcome.UNKNOWN) {
            throw new OutcomeUnknownException(
                    "The connection was lost while " + order.scratch()
                            + " was restored; it may be left there. A restore test"
                            + " under the same key removes it first",
                    null,
                    here.target());
        }
        if (!result.succeeded()) {
            throw new StepFailedException(
                    "The backup of " + order.set().database() + " could not be restored: "
                            + result.failure()
                                    .map(Failure::words)
                                    .orElse(result.outcome().name()),
                    null,
                    here.target(),
                    result.failure().map(Failure::vendorCode).orElse(null));
        }
    }

    private IntegrityReport examine(String scratch) throws InterruptedException {
        try (var session = here.dedicated()) {
            simplify(session, scratch);
            return IntegrityCheck.of(scratch).run(session);
        }
    }

    /** So that no job for log backups takes it for one of its own, and its log does not grow. */
    private void simplify(DedicatedSession session, String scratch) throws InterruptedException {
        session.operation("ALTER DATABASE " + Identifier.of(scratch).quoted() + " SET RECOVERY SIMPLE")
                .run()
                .orThrow("Setting the recovery model of " + scratch, "It is still there", here.target());
    }

    private EmropsException failed(EmropsException e, String left) {
        if (left.isEmpty()) {
            return e;
        }
        here.warn(left);
        return new StepFailedException(
                e.getMessage() + ". It was not cleaned up: " + left,
                e,
                here.target(),
                e instanceof StepFailedException step ? step.vendorCode().orElse(null) : null);
    }

    private InterruptedException interrupted(InterruptedException e, String scratch) throws InterruptedException {
        var left = new ScratchRemoval(here).remove(scratch);
        if (left.isEmpty()) {
            return e;
        }
        here.warn(left);
        var interrupted = new InterruptedException("The restore test was interrupted, and not cleaned up: " + left);
        interrupted.initCause(e);
        return interrupted;
    }
}
