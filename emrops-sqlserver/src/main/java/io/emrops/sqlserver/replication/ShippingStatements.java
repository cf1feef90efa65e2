package io.emrops.sqlserver.replication;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.server.Capability;
import io.emrops.sqlserver.session.DedicatedSession;
import io.emrops.sqlserver.session.OperationInterruptedException;
import io.emrops.sqlserver.session.OperationResult;
import io.emrops.sqlserver.session.OperationResult.Outcome;
import io.emrops.sqlserver.statement.BackupStatement;
import io.emrops.sqlserver.statement.Identifier;
import io.emrops.sqlserver.statement.RestoreStatement;
import io.emrops.sqlserver.statement.ServerPath;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said to the two servers that changes something; each over a connection of its own. */
final class ShippingStatements {
    private static final Logger LOG = LoggerFactory.getLogger(ShippingStatements.class);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);
    /** Restored already. */
    private static final int TOO_EARLY = 4326;

    private static final int MOST_NAMES = 60;
    private static final int LOOKS = 50;
    private static final long BETWEEN_LOOKS_MILLIS = 200;

    private final ShippingReader reader;
    private final Shipment shipment;
    private final Target target;

    ShippingStatements(ShippingReader reader, Target target) {
        this.reader = reader;
        this.shipment = reader.shipment();
        this.target = target;
    }

    private String database() {
        return shipment.database();
    }

    /** The primary takes no changes any more, and a backup where logs are shipped from holds the end of its log. */
    void close(PrimarySide side, Progress progress) throws InterruptedException {
        var from = shipment.primary().name();
        try (var session = shipment.primary().sessions().dedicated()) {
            var file = tailFile(side, session);
            access(session, "SINGLE_USER WITH ROLLBACK IMMEDIATE")
                    .orThrow(
                            "Closing " + database() + " on " + from + " to its users",
                            from + " still is primary, and may be SINGLE_USER",
                            target);
            var result = backUpEnd(session, side, file, progress);
            if (result.succeeded() || (result.outcome() == Outcome.UNKNOWN && isClosed())) {
                return;
            }
            if (result.outcome() != Outcome.UNKNOWN
                    && !reopen(session, side.database().access())) {
                throw new StepFailedException(
                        "The backup of the end of the log of " + database() + " on " + from + " failed, and " + from
                                + " still is primary and SINGLE_USER: somebody else may have its one connection. Release "
                                + from + " until it takes everybody's",
                        null,
                        target,
                        null);
            }
            result.orThrow(
                    "The backup of the end of the log of " + database() + " on " + from,
                    from + " still is primary; a part of " + file + " may be left",
                    target);
        }
    }

    private OperationResult backUpEnd(DedicatedSession session, PrimarySide side, ServerPath file, Progress progress)
            throws InterruptedException {
        try {
            return session.operation(BackupStatement.log(database())
                            .to(file)
                            .noRecovery()
                            .build()
                            .text())
                    .onProgress(progress)
                    .run();
        } catch (OperationInterruptedException e) {
            if (e.result().outcome() == Outcome.CANCELLED || e.result().outcome() == Outcome.FAILED) {
                reopen(session, side.database().access());
            }
            throw e;
        }
    }

    /**
     * Named as the job names its own, so that it is copied and restored as those are where the primary is released. Never the name of a file that is there:
     * the server would write behind what is in it.
     */
    private ServerPath tailFile(PrimarySide side, DedicatedSession session) {
        var folders = side.folders()
                .orElseThrow(() -> new PreconditionFailedException(
                        shipment.primary().name() + " ships no log of " + database() + "; nothing was changed"));
        var folder = Folders.path(side.facts(), folders.first());
        for (var second = 0; second < MOST_NAMES; second++) {
            var file = folder.resolve(database() + "_" + NAME.format(side.now().plusSeconds(second)) + ".trn");
            if (isFree(file, side, session)) {
                return file;
            }
        }
        throw new PreconditionFailedException("No name is free in " + folder + "; nothing was changed");
    }

    private static boolean isFree(ServerPath file, PrimarySide side, DedicatedSession session) {
        var sql = side.facts().can(Capability.FILE_VIEWS)
                ? "SELECT file_exists AS is_there FROM sys.dm_os_file_exists(?)"
                : "SET NOCOUNT ON; DECLARE @there int; EXEC master.sys.xp_fileexist ?, @there OUTPUT; SELECT @there AS is_there";
        return !session.queries(null)
                .find("the file " + file, sql, row -> row.flag("is_there").orElse(true), file.path())
                .orElse(true);
    }

    private boolean isClosed() {
        try {
            return reader.read().requirePrimary().tail().isPresent();
        } catch (TargetUnavailableException | PreconditionFailedException e) {
            throw unknown(
                    "Whether " + database() + " was closed on "
                            + shipment.primary().name(),
                    e);
        }
    }

    private OperationResult access(DedicatedSession session, String access) throws InterruptedException {
        return session.operation("ALTER DATABASE " + Identifier.of(database()).quoted() + " SET " + access)
                .run();
    }

    /** Whether its users are let in again. */
    private boolean reopen(DedicatedSession session, String before) throws InterruptedException {
        var opened = access(session, before.equals("RESTRICTED_USER") ? before : "MULTI_USER")
                .succeeded();
        if (!opened) {
            LOG.warn(
                    "{} is still closed to its users on {}",
                    database(),
                    shipment.primary().name());
        }
        return opened;
    }

    /** Lets everybody in again whom nobody but a failover that was cut off has shut out. */
    void admit(ReplicaServer server) throws InterruptedException {
        try (var session = server.sessions().dedicated()) {
            access(session, "MULTI_USER")
                    .orThrow(
                            "Opening " + database() + " to its users on " + server.name(),
                            "It is recovered, and still closed to its users (SINGLE_USER)",
                            target);
        }
    }

    /** One that was restored in the meantime, as by a job, is restored. */
    void restore(SecondarySide side, BackupSet set, Progress progress) throws InterruptedException {
        var statement = RestoreStatement.log(database())
                .file(set.media().position())
                .checksum(set.traits().checksums())
                .noRecovery();
        set.media().files().forEach(file -> statement.from(Folders.path(side.facts(), file)));
        try (var session = shipment.secondary().sessions().dedicated()) {
            var result = session.operation(statement.build().text())
                    .onProgress(progress)
                    .run();
            if (!result.saw(TOO_EARLY)) {
                result.orThrow(
                        "The restore of " + String.join(", ", set.media().files()) + " on "
                                + shipment.secondary().name(),
                        database() + " is restoring there, and not open",
                        target);
            }
        }
    }

    /**
     * Opens a database that is restoring, and waits until it is.
     *
     * @param isOpen where to look for it
     */
    void recover(ReplicaServer server, Predicate<ShippingView> isOpen) throws InterruptedException {
        var what = "Opening " + database() + " on " + server.name();
        var result = recovered(server);
        if (result.outcome() != Outcome.UNKNOWN) {
            result.orThrow(what, "It is restoring there still, and takes no changes", target);
        }
        for (var look = 0; look < LOOKS; look++) {
            if (isOpen.test(viewAfter(what))) {
                return;
            }
            if (look > 0 && result.outcome() == Outcome.UNKNOWN) {
                throw unknown("Whether " + database() + " was opened on " + server.name(), null);
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
        throw new StepFailedException(
                what + " was done, and it does not show yet. Ask for the status before anything else",
                null,
                target,
                null);
    }

    private OperationResult recovered(ReplicaServer server) throws InterruptedException {
        try (var session = server.sessions().dedicated()) {
            return session.operation(RestoreStatement.database(database())
                            .recovery()
                            .build()
                            .text())
                    .run();
        }
    }

    private ShippingView viewAfter(String what) {
        try {
            return reader.read();
        } catch (TargetUnavailableException | PreconditionFailedException e) {
            throw unknown(what + " was told, and what came of it", e);
        }
    }

    private OutcomeUnknownException unknown(String what, @Nullable EmropsException why) {
        return new OutcomeUnknownException(
                what + " is not known: the connection ended or nobody answers. Ask for the status before anything else",
                why,
                target);
    }
}
