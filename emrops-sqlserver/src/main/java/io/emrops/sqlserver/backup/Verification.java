package io.emrops.sqlserver.backup;

import io.emrops.Finding;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.session.Failure;
import io.emrops.sqlserver.session.OperationResult;
import io.emrops.sqlserver.session.OperationResult.Outcome;
import io.emrops.sqlserver.statement.RestoreStatement;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.List;

/**
 * Reads backups back: that they lie where they should, are those that the history means, and that their checksums are right. Says nothing of
 * what is in the database: one that was damaged before it was backed up without checksums reads back well.
 */
public final class Verification {
    private static final int VALID = 3262;
    private static final int NO_CHECKSUMS = 3187;

    private final Surroundings here;

    /** Reads them there. */
    public Verification(Surroundings here) {
        this.here = here;
    }

    /** What was found; nothing is changed. */
    public Finding verify(Backup backup, Progress progress) throws InterruptedException {
        var what = "The backup " + backup.id() + " of " + backup.database();
        var located = new SetLocator(here).locate(backup);
        if (located.set().isEmpty()) {
            return Finding.notOk(what + " was not found: " + located.problem(), level(Proof.RECORDED));
        }
        var set = located.set().get();
        if (set.traits().damaged()) {
            return Finding.notOk(
                    what + " is damaged: the server found bad pages while it made it", level(Proof.PRESENT));
        }
        if (!set.traits().checksums()) {
            return Finding.notOk(
                    what + " has no checksums, so that nobody can tell whether it is whole", level(Proof.PRESENT));
        }
        return read(what, set, located.files(), progress);
    }

    private Finding read(String what, BackupSet set, List<ServerPath> files, Progress progress)
            throws InterruptedException {
        var statement = RestoreStatement.verifyOnly().file(set.media().position());
        files.forEach(statement::from);
        OperationResult result;
        try (var session = here.dedicated()) {
            result = session.operation(statement.build().text())
                    .onProgress(progress)
                    .stallAfter(here.settings().stallAfter, silence -> here.stalled("Reading back", silence))
                    .run();
        }
        if (result.saw(NO_CHECKSUMS)) {
            return Finding.notOk(
                    what + " has no checksums, so that nobody can tell whether it is whole", level(Proof.PRESENT));
        }
        if (result.succeeded() && result.saw(VALID)) {
            return new Finding(true, what + " is whole", List.of(level(Proof.READ_BACK)));
        }
        if (result.succeeded()) {
            return Finding.notOk(
                    what + " was read, but the server did not say that it is valid (SQL Server 3262)",
                    level(Proof.PRESENT));
        }
        if (result.outcome() == Outcome.UNKNOWN || result.outcome() == Outcome.CANCELLED) {
            throw new TargetUnavailableException(
                    what + " could not be read to its end; nothing was changed", null, here.target());
        }
        return Finding.notOk(
                what + " cannot be read back: "
                        + result.failure().map(Failure::words).orElse("no reason was told"),
                level(Proof.PRESENT));
    }

    private static String level(Proof proof) {
        return "Known of it: " + proof;
    }
}
