package io.emrops.sqlserver.replication;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Headers;
import io.emrops.sqlserver.server.Capability;
import io.emrops.sqlserver.session.OperationResult.Outcome;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.RestoreStatement;
import io.emrops.sqlserver.statement.ServerPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log backups that the secondary sees, on the share and where they were copied to. What a file is, its header says, and not its name; only that
 * it begins with the name of the database is taken from "Configure log shipping (SQL Server)", so that thousands of others are left alone. Each is read
 * back once at most before it counts.
 */
final class CopyReader {
    private static final Logger LOG = LoggerFactory.getLogger(CopyReader.class);
    private static final Duration HEADERS_WITHIN = Duration.ofMinutes(5);
    private static final Duration READ_BACK_WITHIN = Duration.ofHours(1);
    private static final int VALID = 3262;

    private final Shipment shipment;
    private final Map<Place, Boolean> readBack = new HashMap<>();

    CopyReader(Shipment shipment) {
        this.shipment = shipment;
    }

    private record Place(UUID set, List<String> files) {}

    /** A set may be met several times, at several places. */
    record Copies(CopyChain chain, List<BackupSet> onShare) {
        boolean showsOnShare(UUID set) {
            return onShare.stream().anyMatch(found -> found.id().equals(set));
        }
    }

    /** @throws PreconditionFailedException if it is not known what was restored, or where the log backups are */
    Copies read(SecondarySide side) {
        Capability.FILE_VIEWS.require(side.facts());
        var name = shipment.secondary().name();
        var restored = side.restored()
                .orElseThrow(() -> new PreconditionFailedException("Nobody can tell what was restored last to "
                        + shipment.database() + " on " + name + ": its history does not say. Nothing was changed"));
        var folders = side.folders()
                .orElseThrow(() -> new PreconditionFailedException(
                        "No log of " + shipment.database() + " is shipped to " + name + ". Nothing was changed"));
        try (var session = shipment.secondary().sessions().asking()) {
            var queries = session.queries(null);
            var onShare = logs(queries, side, folders.first(), restored.family());
            var all = new ArrayList<>(onShare);
            all.addAll(logs(queries, side, folders.second(), restored.family()));
            return new Copies(CopyChain.of(restored, all, set -> isWhole(side, set)), onShare);
        }
    }

    private List<BackupSet> logs(ShortQueries queries, SecondarySide side, String folder, UUID family) {
        var headers = new Headers(queries.within(HEADERS_WITHIN), side.facts().offset());
        var logs = new ArrayList<BackupSet>();
        for (var file : files(queries, Folders.path(side.facts(), folder))) {
            sets(headers, file).stream()
                    .filter(set -> set.kind() == Backup.Kind.LOG && set.family().equals(family))
                    .filter(set -> set.media().complete() && !set.traits().damaged())
                    .forEach(logs::add);
        }
        return logs;
    }

    /** What cannot be read is not there: another copy of it may be, or the chain ends before it. */
    private static List<BackupSet> sets(Headers headers, ServerPath file) {
        try {
            return headers.sets(List.of(file));
        } catch (StepFailedException e) {
            LOG.info("{} is passed over: {}", file, e.getMessage());
            return List.of();
        }
    }

    private List<ServerPath> files(ShortQueries queries, ServerPath folder) {
        var prefix = shipment.database() + "_";
        return queries
                .list(
                        "the files in " + folder,
                        "SELECT file_or_directory_name FROM sys.dm_os_enumerate_filesystem(?, ?)"
                                + " WHERE is_directory = 0 AND level = 0 ORDER BY file_or_directory_name",
                        row -> row.text("file_or_directory_name"),
                        folder.path(),
                        "*.trn")
                .stream()
                .flatMap(Optional::stream)
                .filter(name -> name.regionMatches(true, 0, prefix, 0, prefix.length()))
                .map(folder::resolve)
                .toList();
    }

    private boolean isWhole(SecondarySide side, BackupSet set) {
        var place = new Place(set.id(), set.media().files());
        var known = readBack.get(place);
        if (known != null) {
            return known;
        }
        var whole = readsBack(side, set);
        readBack.put(place, whole);
        return whole;
    }

    private boolean readsBack(SecondarySide side, BackupSet set) {
        var statement = RestoreStatement.verifyOnly()
                .file(set.media().position())
                .checksum(set.traits().checksums());
        set.media().files().forEach(file -> statement.from(Folders.path(side.facts(), file)));
        try (var session = shipment.secondary().sessions().dedicated()) {
            var result = session.operation(statement.build().text())
                    .cancelAfter(READ_BACK_WITHIN)
                    .run();
            if (result.outcome() == Outcome.UNKNOWN || result.outcome() == Outcome.CANCELLED) {
                throw new TargetUnavailableException(
                        "The log backup " + set.media().files() + " could not be read to its" + " end on "
                                + shipment.secondary().name() + "; nothing was changed by that");
            }
            return result.succeeded() && result.saw(VALID);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetUnavailableException("Interrupted while log backups were read", e);
        }
    }
}
