package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.instance.BackupHistory.Taken;
import io.emrops.testkit.sqlserver.instance.BackupSet;
import io.emrops.testkit.sqlserver.instance.Database;
import io.emrops.testkit.sqlserver.instance.DatabaseFile;
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import io.emrops.testkit.sqlserver.instance.Lsn;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of the views and functions about the log of a database. What a transaction takes of it is invented. */
final class LogViews {
    private static final int PAGE = 8192;
    private static final double MEGABYTE = 1 << 20;
    private static final int BYTES_OF_A_COMMIT = 4096;

    /** Of an empty log too, something is in use. */
    private static final int BYTES_OF_NONE = 1 << 16;

    private LogViews() {}

    static void spaceUsage(Viewer viewer, Rows rows) {
        KnownDatabase.named(viewer.instance(), viewer.database()).ifPresent(database -> {
            var size = size(database);
            var used = used(database);
            rows.row()
                    .set("database_id", database.id())
                    .set("total_log_size_in_bytes", size)
                    .set("used_log_space_in_bytes", used)
                    .set("used_log_space_in_percent", 100f * used / size)
                    .set("log_space_in_bytes_since_last_backup", pending(database));
        });
    }

    static void stats(Viewer viewer, List<@Nullable Object> arguments, Rows rows) {
        find(viewer, arguments).ifPresent(database -> {
            var of = database.ofUsers();
            var lastBackup = lastLogBackup(viewer, database);
            var checkpoint = of.flatMap(Database::differentialBase).map(base -> base.lsn());
            var end = of.map(Database::end).map(LogViews::text).orElse(null);
            rows.row()
                    .set("database_id", database.id())
                    .set("recovery_model", database.recoveryModel().name())
                    .set(
                            "log_min_lsn",
                            of.flatMap(Database::lastLogBackup)
                                    .map(LogViews::text)
                                    .orElse(end))
                    .set("log_end_lsn", end)
                    .set("current_vlf_size_mb", size(database) / MEGABYTE)
                    .set("total_log_size_mb", size(database) / MEGABYTE)
                    .set("active_log_size_mb", used(database) / MEGABYTE)
                    .set(
                            "log_truncation_holdup_reason",
                            of.map(Database::hasTail).orElse(false) ? "LOG_BACKUP" : "NOTHING")
                    .set(
                            "log_backup_time",
                            viewer.localOrNull(
                                    lastBackup.map(BackupSet::finished).orElse(null)))
                    .set(
                            "log_backup_lsn",
                            lastBackup.map(BackupSet::last).map(LogViews::text).orElse(null))
                    .set("log_since_last_log_backup_mb", pending(database) / MEGABYTE)
                    .set("log_checkpoint_lsn", checkpoint.map(LogViews::text).orElse(end))
                    .set("log_since_last_checkpoint_mb", 0.0)
                    .set("log_recovery_lsn", checkpoint.map(LogViews::text).orElse(end))
                    .set("log_recovery_size_mb", 0.0);
        });
    }

    static void info(Viewer viewer, List<@Nullable Object> arguments, Rows rows) {
        find(viewer, arguments)
                .ifPresent(database -> rows.row()
                        .set("database_id", database.id())
                        .set("file_id", 2)
                        .set("vlf_size_mb", size(database) / MEGABYTE)
                        .set("vlf_first_lsn", text(Lsn.FIRST)));
    }

    /** NULL is the current database. */
    private static Optional<KnownDatabase> find(Viewer viewer, List<@Nullable Object> arguments) {
        return FileViews.argument(arguments, 0)
                .map(id -> KnownDatabase.numbered(viewer.instance(), id))
                .orElseGet(() -> KnownDatabase.named(viewer.instance(), viewer.database()))
                .filter(database -> database.state() == DatabaseState.ONLINE);
    }

    private static Optional<BackupSet> lastLogBackup(Viewer viewer, KnownDatabase database) {
        return viewer.instance().history().taken().stream()
                .map(Taken::set)
                .filter(set -> set.kind() == BackupSet.Kind.LOG
                        && set.source().database().equalsIgnoreCase(database.name()))
                .reduce((earlier, later) -> later);
    }

    private static long size(KnownDatabase database) {
        return PAGE
                * database.files().stream()
                        .filter(file -> file.type() == DatabaseFile.Type.LOG)
                        .mapToLong(DatabaseFile::pages)
                        .sum();
    }

    static long used(KnownDatabase database) {
        return Math.min(size(database), BYTES_OF_NONE + pending(database));
    }

    /** What no log backup has, of a database that keeps its log. */
    private static long pending(KnownDatabase database) {
        var backedUp = database.ofUsers().flatMap(Database::lastLogBackup);
        return backedUp.isEmpty()
                ? 0
                : BYTES_OF_A_COMMIT
                        * database.ofUsers().stream()
                                .flatMap(of -> of.history().stream())
                                .filter(commit -> !commit.lsn().isBefore(backedUp.get()))
                                .count();
    }

    /** As {@code 00000027:000000ac:0001}: what stands behind one another in the decimal form, in hexadecimal digits. */
    static String text(Lsn lsn) {
        var parts = lsn.decimal().toBigInteger();
        var block = BigInteger.TEN.pow(15);
        var file = parts.divide(block).longValueExact();
        var rest = parts.mod(block).longValueExact();
        return "%08x:%08x:%04x".formatted(file, rest / 100_000, rest % 100_000);
    }
}
