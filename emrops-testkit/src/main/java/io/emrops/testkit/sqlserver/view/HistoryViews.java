package io.emrops.testkit.sqlserver.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emrops.testkit.sqlserver.instance.BackupHistory.Restored;
import io.emrops.testkit.sqlserver.instance.BackupHistory.Taken;
import io.emrops.testkit.sqlserver.instance.BackupSet;
import io.emrops.testkit.sqlserver.instance.BackupSet.DifferentialBase;
import io.emrops.testkit.sqlserver.instance.BackupSet.Kind;
import io.emrops.testkit.sqlserver.instance.DatabaseFile;
import io.emrops.testkit.sqlserver.instance.DatabaseVersion;
import io.emrops.testkit.sqlserver.instance.Lsn;
import io.emrops.testkit.sqlserver.instance.MediaSet;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of msdb's tables about backups and restores. What RESTORE HEADERONLY says of the same set is the same. */
final class HistoryViews {
    private static final int PAGE = 8192;
    private static final int SECONDS_OF_A_QUARTER = 900;
    private static final int COMPRESSION_FACTOR = 3;
    private static final UUID NOBODY = new UUID(0, 0);

    private HistoryViews() {}

    static void backupSets(Viewer viewer, Rows rows) {
        var media = media(viewer);
        for (var taken : viewer.instance().history().taken()) {
            var set = taken.set();
            var row = rows.row()
                    .set("backup_set_id", taken.number())
                    .set("backup_set_uuid", set.id())
                    .set("media_set_id", media.get(taken.media()))
                    .set("last_family_number", taken.devices().size())
                    .set("position", set.position())
                    .set("name", orNull(set.name()))
                    .set("description", orNull(set.description()));
            log(set, row);
            times(viewer, set, row);
            source(set, row);
            traits(set, row);
            path(set, row);
            features(viewer, set, row);
        }
    }

    private static void log(BackupSet set, Rows.Row row) {
        row.set("first_lsn", set.first().decimal())
                .set("last_lsn", set.last().decimal())
                .set("checkpoint_lsn", set.checkpoint().orElse(set.first()).decimal())
                .set(
                        "database_backup_lsn",
                        set.databaseBackup().map(Lsn::decimal).orElse(BigDecimal.ZERO));
    }

    private static void times(Viewer viewer, BackupSet set, Rows.Row row) {
        var offset = viewer.instance().zone().getRules().getOffset(set.started());
        row.set("time_zone", offset.getTotalSeconds() / SECONDS_OF_A_QUARTER)
                .set("database_creation_date", viewer.local(set.source().created()))
                .set("backup_start_date", viewer.local(set.started()))
                .set("backup_finish_date", viewer.local(set.finished()))
                .set("last_valid_restore_time", set.kind() == Kind.LOG ? viewer.local(set.until()) : null);
    }

    private static void source(BackupSet set, Rows.Row row) {
        var source = set.source();
        row.set("software_major_version", source.majorVersion())
                .set("type", code(set.kind()))
                .set("compatibility_level", source.compatibilityLevel())
                .set("database_version", DatabaseVersion.of(source.majorVersion()))
                .set("database_name", source.database())
                .set("server_name", source.server())
                .set("machine_name", source.server())
                .set("recovery_model", source.recoveryModel().name().replace('_', '-'))
                .set("database_guid", source.id())
                .set("family_guid", source.family());
    }

    private static void traits(BackupSet set, Rows.Row row) {
        var features = set.features();
        row.set("flags", 512 + (features.checksums() ? 16 : 0) + (set.copyOnly() ? 1024 : 0))
                .set("has_bulk_logged_data", set.hasBulkLoggedData())
                .set("is_readonly", set.source().readOnly())
                .set("is_single_user", set.source().access() == UserAccess.SINGLE_USER)
                .set("has_backup_checksums", features.checksums())
                .set("is_damaged", features.damaged())
                .set("begins_log_chain", features.beginsLogChain())
                .set("is_copy_only", set.copyOnly());
    }

    private static void path(BackupSet set, Rows.Row row) {
        row.set("first_recovery_fork_guid", set.path().first())
                .set("last_recovery_fork_guid", set.path().fork())
                .set("fork_point_lsn", set.path().forkPoint().map(Lsn::decimal).orElse(null))
                .set(
                        "differential_base_lsn",
                        set.differentialBase().map(base -> base.lsn().decimal()).orElse(null))
                .set(
                        "differential_base_guid",
                        set.differentialBase().map(DifferentialBase::backupSet).orElse(null));
    }

    private static void features(Viewer viewer, BackupSet set, Rows.Row row) {
        var features = set.features();
        var certificate = features.encryptedBy();
        row.set("backup_size", features.bytes())
                .set("compressed_backup_size", compressedSize(set))
                .set("key_algorithm", certificate.isPresent() ? "aes_256" : null)
                .set("encryptor_thumbprint", features.encryptorThumbprint().orElse(null))
                .set("encryptor_type", certificate.isPresent() ? "CERTIFICATE" : null)
                .set("compression_algorithm", features.compressed() ? "MS_XPRESS" : null);
    }

    static long compressedSize(BackupSet set) {
        return set.features().bytes() / (set.features().compressed() ? COMPRESSION_FACTOR : 1);
    }

    private static String code(Kind kind) {
        return switch (kind) {
            case FULL -> "D";
            case DIFFERENTIAL -> "I";
            case LOG -> "L";
        };
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Media sets by their numbers, in the order of their first backups. */
    private static Map<MediaSet, Integer> media(Viewer viewer) {
        var numbers = new LinkedHashMap<MediaSet, Integer>();
        for (var taken : viewer.instance().history().taken()) {
            numbers.putIfAbsent(taken.media(), numbers.size() + 1);
        }
        return numbers;
    }

    static void mediaSets(Viewer viewer, Rows rows) {
        media(viewer)
                .forEach((media, number) -> rows.row()
                        .set("media_set_id", number)
                        .set("media_uuid", media.id())
                        .set("media_family_count", media.families())
                        .set("name", orNull(media.name()))
                        .set("is_compressed", media.compressed())
                        .set("is_encrypted", media.encrypted()));
    }

    static void mediaFamilies(Viewer viewer, Rows rows) {
        var devices = new LinkedHashMap<MediaSet, List<String>>();
        for (var taken : viewer.instance().history().taken()) {
            devices.putIfAbsent(taken.media(), taken.devices());
        }
        media(viewer).forEach((media, number) -> {
            var paths = devices.getOrDefault(media, List.of());
            for (var i = 0; i < paths.size(); i++) {
                var family = media.id() + "/" + (i + 1);
                rows.row()
                        .set("media_set_id", number)
                        .set("family_sequence_number", i + 1)
                        .set("media_family_id", UUID.nameUUIDFromBytes(family.getBytes(UTF_8)))
                        .set("physical_device_name", paths.get(i));
            }
        });
    }

    static void files(Viewer viewer, Rows rows) {
        for (var taken : viewer.instance().history().taken()) {
            for (var file : taken.set().source().files()) {
                file(taken, file, rows.row());
            }
        }
    }

    private static void file(Taken taken, DatabaseFile file, Rows.Row row) {
        var set = taken.set();
        var isData = file.type() == DatabaseFile.Type.ROWS;
        var base = set.differentialBase();
        row.set("backup_set_id", taken.number())
                .set("filegroup_name", isData ? "PRIMARY" : null)
                .set("file_number", file.id())
                .set("backed_up_page_count", isData ? set.features().bytes() / PAGE : 0)
                .set("file_type", String.valueOf(file.type().code()))
                .set("file_size", file.pages() * PAGE)
                .set("logical_name", file.logicalName())
                .set("physical_drive", driveOf(file.path()))
                .set("physical_name", file.path())
                .set("file_guid", UUID.nameUUIDFromBytes((set.source().family() + "/" + file.id()).getBytes(UTF_8)))
                .set(
                        "differential_base_lsn",
                        base.map(full -> full.lsn().decimal()).orElse(BigDecimal.ZERO))
                .set(
                        "differential_base_guid",
                        base.map(DifferentialBase::backupSet).orElse(NOBODY))
                .set("backup_size", isData ? set.features().bytes() : 0)
                .set("is_present", set.kind() != Kind.LOG || !isData);
    }

    private static String driveOf(String path) {
        return path.length() > 1 && path.charAt(1) == ':' ? path.substring(0, 2) : "C:";
    }

    static void restores(Viewer viewer, Rows rows) {
        for (var restored : viewer.instance().history().restored()) {
            rows.row()
                    .set("restore_history_id", restored.number())
                    .set("restore_date", viewer.local(restored.at()))
                    .set("destination_database_name", restored.database())
                    .set("backup_set_id", restored.from().number())
                    .set("restore_type", code(restored.set().kind()))
                    .set("replace", restored.replaced())
                    .set("recovery", restored.recovered())
                    .set("stop_at", viewer.localOrNull(restored.stopAt().orElse(null)))
                    .set("device_count", restored.from().devices().size())
                    .set("stop_at_mark_name", orNull(restored.stopAtMark()));
        }
    }

    /** That a restore of a log names no files is unverified. */
    static void restoredFiles(Viewer viewer, Rows rows) {
        for (var restored : dataRestores(viewer)) {
            for (var file : restored.files()) {
                rows.row()
                        .set("restore_history_id", restored.number())
                        .set("file_number", file.id())
                        .set("destination_phys_drive", driveOf(file.path()))
                        .set("destination_phys_name", file.path());
            }
        }
    }

    static void restoredFileGroups(Viewer viewer, Rows rows) {
        for (var restored : dataRestores(viewer)) {
            rows.row().set("restore_history_id", restored.number()).set("filegroup_name", "PRIMARY");
        }
    }

    private static List<Restored> dataRestores(Viewer viewer) {
        return viewer.instance().history().restored().stream()
                .filter(restored -> restored.set().kind() != Kind.LOG)
                .toList();
    }

    static void suspectPages(Viewer viewer, Rows rows) {
        for (var suspect : viewer.instance().history().suspectPages().all()) {
            rows.row()
                    .set("database_id", suspect.databaseId())
                    .set("file_id", suspect.file())
                    .set("page_id", suspect.page())
                    .set("event_type", suspect.event().number())
                    .set("error_count", suspect.count())
                    .set("last_update_date", viewer.local(suspect.at()));
        }
    }

    static void marks(Viewer viewer, Rows rows) {
        for (var database : viewer.instance().databases()) {
            for (var commit : database.history()) {
                if (!commit.mark().isEmpty()) {
                    rows.row()
                            .set("database_name", database.name())
                            .set("mark_name", commit.mark())
                            .set("lsn", commit.lsn().decimal())
                            .set("mark_time", viewer.local(commit.at()));
                }
            }
        }
    }
}
