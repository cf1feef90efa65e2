package io.emrops.testkit.sqlserver.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emrops.testkit.sqlserver.instance.Database;
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import io.emrops.testkit.sqlserver.instance.Lsn;
import io.emrops.testkit.sqlserver.instance.Permission;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.Broker;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.CompatibilityLevel;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.DelayedDurability;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.PageVerify;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.QueryStore;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.Switch.Kind;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.TargetRecoveryTime;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.util.UUID;

/** The rows of {@code sys.databases} and of what is said of each database beside it. */
final class DatabaseViews {
    private static final int SQL_SERVER_2019 = 15;
    private static final String COLLATION = "SQL_Latin1_General_CP1_CI_AS";

    private DatabaseViews() {}

    static void databases(Viewer viewer, Rows rows) {
        var groups = viewer.instance().availabilityGroups();
        for (var database : KnownDatabase.all(viewer.instance())) {
            if (!isShown(viewer, database)) {
                continue;
            }
            var row = rows.row();
            identity(viewer, database, row);
            state(database, row);
            options(database, row);
            switches(database, row);
            newer(database, row);
            AvailabilityViews.membership(groups, database.id(), row);
        }
    }

    /** One that is offline is there for those alone who could bring it back, or make one like it. */
    private static boolean isShown(Viewer viewer, KnownDatabase database) {
        var security = viewer.instance().security();
        var login = viewer.caller().login();
        return database.state() != DatabaseState.OFFLINE
                || security.has(login, Permission.ALTER_ANY_DATABASE)
                || security.has(login, "master", Permission.CREATE_DATABASE);
    }

    private static void identity(Viewer viewer, KnownDatabase database, Rows.Row row) {
        var level = database.options().find(CompatibilityLevel.class).map(CompatibilityLevel::level);
        row.set("name", database.name())
                .set("database_id", database.id())
                .set("owner_sid", Principals.sid(viewer, database.owner()))
                .set("create_date", viewer.local(database.created()))
                .set("compatibility_level", level.orElse(10 * viewer.instance().majorVersion()))
                .set("collation_name", database.isReadable() ? COLLATION : null)
                .set("physical_database_name", database.name())
                .set("service_broker_guid", UUID.nameUUIDFromBytes((database.guid() + "/broker").getBytes(UTF_8)));
    }

    private static void state(KnownDatabase database, Rows.Row row) {
        var tail = database.ofUsers().map(Database::hasTail).orElse(false);
        row.set("user_access", number(database.access()))
                .set("user_access_desc", database.access().name())
                .set("is_read_only", database.readOnly())
                .set("state", database.state().number())
                .set("state_desc", database.state().name())
                .set("is_in_standby", database.standby())
                .set("is_cleanly_shutdown", database.state() == DatabaseState.OFFLINE)
                .set("recovery_model", number(database.recoveryModel()))
                .set("recovery_model_desc", database.recoveryModel().name())
                .set("log_reuse_wait", tail ? 2 : 0)
                .set("log_reuse_wait_desc", tail ? "LOG_BACKUP" : "NOTHING");
    }

    private static void options(KnownDatabase database, Rows.Row row) {
        var options = database.options();
        var snapshots = options.isOn(
                Kind.ALLOW_SNAPSHOT_ISOLATION,
                database.name().equals("master") || database.name().equals("msdb"));
        var pages = options.find(PageVerify.class).orElse(PageVerify.CHECKSUM);
        var durability = options.find(DelayedDurability.class).orElse(DelayedDurability.DISABLED);
        var recovery = options.find(TargetRecoveryTime.class)
                .map(time -> (int) time.time().toSeconds());
        var broker = options.find(Broker.class)
                .map(setting -> setting != Broker.DISABLE_BROKER)
                .orElse(!database.name().equals("master") && !database.name().equals("model"));
        row.set("snapshot_isolation_state", snapshots ? 1 : 0)
                .set("snapshot_isolation_state_desc", snapshots ? "ON" : "OFF")
                .set("page_verify_option", pages == PageVerify.NONE ? 0 : pages == PageVerify.CHECKSUM ? 2 : 1)
                .set("page_verify_option_desc", pages.name())
                .set("delayed_durability", durability.ordinal())
                .set("delayed_durability_desc", durability.name())
                .set("target_recovery_time_in_seconds", recovery.orElse(60))
                .set("is_broker_enabled", broker)
                .set("is_query_store_on", hasQueryStore(database))
                .set("is_master_key_encrypted_by_server", false);
    }

    /** Off unless somebody has set it on; the real server has it on in new databases since 2022. */
    private static boolean hasQueryStore(KnownDatabase database) {
        return database.options().find(QueryStore.class).orElse(QueryStore.OFF) != QueryStore.OFF;
    }

    private static void switches(KnownDatabase database, Rows.Row row) {
        new Switches(database, row)
                .off("is_auto_close_on", Kind.AUTO_CLOSE)
                .off("is_auto_shrink_on", Kind.AUTO_SHRINK)
                // Readers see versions here, whatever the server's own default is.
                .set("is_read_committed_snapshot_on", Kind.READ_COMMITTED_SNAPSHOT, !database.isSystem())
                .set("is_auto_create_stats_on", Kind.AUTO_CREATE_STATISTICS, true)
                .set("is_auto_update_stats_on", Kind.AUTO_UPDATE_STATISTICS, true)
                .off("is_auto_update_stats_async_on", Kind.AUTO_UPDATE_STATISTICS_ASYNC)
                .off("is_ansi_null_default_on", Kind.ANSI_NULL_DEFAULT)
                .off("is_ansi_nulls_on", Kind.ANSI_NULLS)
                .off("is_ansi_padding_on", Kind.ANSI_PADDING)
                .off("is_ansi_warnings_on", Kind.ANSI_WARNINGS)
                .off("is_arithabort_on", Kind.ARITHABORT)
                .off("is_concat_null_yields_null_on", Kind.CONCAT_NULL_YIELDS_NULL)
                .off("is_numeric_roundabort_on", Kind.NUMERIC_ROUNDABORT)
                .off("is_quoted_identifier_on", Kind.QUOTED_IDENTIFIER)
                .off("is_recursive_triggers_on", Kind.RECURSIVE_TRIGGERS)
                .off("is_cursor_close_on_commit_on", Kind.CURSOR_CLOSE_ON_COMMIT)
                .set("is_trustworthy_on", Kind.TRUSTWORTHY, database.name().equals("msdb"))
                .set(
                        "is_db_chaining_on",
                        Kind.DB_CHAINING,
                        database.isSystem() && !database.name().equals("model"))
                .off("is_date_correlation_on", Kind.DATE_CORRELATION_OPTIMIZATION)
                .off("is_honor_broker_priority_on", Kind.HONOR_BROKER_PRIORITY);
    }

    private static void newer(KnownDatabase database, Rows.Row row) {
        new Switches(database, row)
                .off("is_memory_optimized_elevate_to_snapshot_on", Kind.MEMORY_OPTIMIZED_ELEVATE_TO_SNAPSHOT)
                .set(
                        "is_mixed_page_allocation_on",
                        Kind.MIXED_PAGE_ALLOCATION,
                        database.isSystem() && database.id() != 2)
                .set("is_temporal_history_retention_enabled", Kind.TEMPORAL_HISTORY_RETENTION, true)
                .off("is_accelerated_database_recovery_on", Kind.ACCELERATED_DATABASE_RECOVERY)
                .off("is_optimized_locking_on", Kind.OPTIMIZED_LOCKING);
    }

    private record Switches(KnownDatabase database, Rows.Row row) {
        Switches off(String column, Kind kind) {
            return set(column, kind, false);
        }

        Switches set(String column, Kind kind, boolean unlessSet) {
            row.set(column, database.options().isOn(kind, unlessSet));
            return this;
        }
    }

    static int number(UserAccess access) {
        return switch (access) {
            case MULTI_USER -> 0;
            case SINGLE_USER -> 1;
            case RESTRICTED_USER -> 2;
        };
    }

    private static int number(RecoveryModel model) {
        return switch (model) {
            case FULL -> 1;
            case BULK_LOGGED -> 2;
            case SIMPLE -> 3;
        };
    }

    static void mirroring(Viewer viewer, Rows rows) {
        for (var database : KnownDatabase.all(viewer.instance())) {
            rows.row().set("database_id", database.id());
        }
    }

    /** Of a database that is not open, nothing is known ("sys.database_recovery_status (Transact-SQL)"). */
    static void recoveryStatus(Viewer viewer, Rows rows) {
        for (var known : KnownDatabase.all(viewer.instance())) {
            var open = known.state() == DatabaseState.ONLINE;
            var path = known.ofUsers().filter(database -> open).map(Database::path);
            rows.row()
                    .set("database_id", known.id())
                    .set("database_guid", open ? known.guid() : null)
                    .set("family_guid", open ? known.family() : null)
                    .set(
                            "last_log_backup_lsn",
                            known.ofUsers()
                                    .filter(database -> open)
                                    .flatMap(Database::lastLogBackup)
                                    .map(Lsn::decimal)
                                    .orElse(null))
                    .set(
                            "recovery_fork_guid",
                            open ? path.map(there -> there.fork()).orElse(known.guid()) : null)
                    .set(
                            "first_recovery_fork_guid",
                            path.map(there -> there.first()).orElse(null))
                    .set(
                            "fork_point_lsn",
                            path.flatMap(there -> there.forkPoint())
                                    .map(Lsn::decimal)
                                    .orElse(null));
        }
    }

    static void queryStoreOptions(Viewer viewer, Rows rows) {
        var on = KnownDatabase.named(viewer.instance(), viewer.database())
                .map(DatabaseViews::hasQueryStore)
                .orElse(false);
        var changed = viewer.instance().majorVersion() >= SQL_SERVER_2019;
        rows.row()
                .set("desired_state", on ? 2 : 0)
                .set("desired_state_desc", on ? "READ_WRITE" : "OFF")
                .set("max_storage_size_mb", changed ? 1000 : 100)
                .set("query_capture_mode", changed ? 2 : 1)
                .set("query_capture_mode_desc", changed ? "AUTO" : "ALL");
    }
}
