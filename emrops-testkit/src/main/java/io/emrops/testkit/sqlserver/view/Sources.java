package io.emrops.testkit.sqlserver.view;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which code fills which view. */
final class Sources {
    /** What the instance knows: read with its lock held, so that it fits together. */
    private static final Map<String, SystemView.RowSource> VIEWS = Map.ofEntries(
            entry("sys.databases", DatabaseViews::databases),
            entry("sys.availability_groups", AvailabilityViews::groups),
            entry("sys.availability_replicas", AvailabilityViews::replicas),
            entry("sys.availability_databases_cluster", AvailabilityViews::databases),
            entry("sys.dm_hadr_availability_group_states", AvailabilityViews::groupStates),
            entry("sys.dm_hadr_availability_replica_states", AvailabilityViews::replicaStates),
            entry("sys.dm_hadr_database_replica_states", AvailabilityViews::databaseStates),
            entry("sys.dm_hadr_database_replica_cluster_states", AvailabilityViews::clusterStates),
            entry("sys.database_mirroring", DatabaseViews::mirroring),
            entry("sys.database_recovery_status", DatabaseViews::recoveryStatus),
            entry("sys.database_query_store_options", DatabaseViews::queryStoreOptions),
            entry("sys.master_files", FileViews::masterFiles),
            entry("sys.database_files", FileViews::databaseFiles),
            entry("sys.filegroups", FileViews::fileGroups),
            entry("sys.data_spaces", FileViews::dataSpaces),
            entry("sys.dm_db_file_space_usage", FileViews::spaceUsage),
            entry("sys.dm_db_log_space_usage", LogViews::spaceUsage),
            entry("sys.configurations", ServerViews::configurations),
            entry("sys.servers", ServerViews::servers),
            entry("sys.dm_server_services", ServerViews::services),
            entry("sys.dm_os_enumerate_fixed_drives", FileSystemViews::drives),
            entry("sys.dm_os_wait_stats", RequestViews::waits),
            entry("sys.dm_os_sys_info", ServerViews::system),
            entry("sys.dm_os_schedulers", ServerViews::schedulers),
            entry("sys.dm_os_host_info", ServerViews::host),
            entry("sys.certificates", ServerViews::certificates),
            entry("sys.server_principals", Principals::serverPrincipals),
            entry("sys.sql_logins", Principals::sqlLogins),
            entry("sys.server_permissions", Grants::ofServer),
            entry("sys.database_permissions", Grants::ofDatabase),
            entry("sys.server_role_members", Principals::serverRoleMembers),
            entry("sys.database_principals", Principals::databasePrincipals),
            entry("sys.database_role_members", Principals::databaseRoleMembers),
            entry("sys.dm_exec_sessions", SessionViews::sessions),
            entry("sys.dm_exec_connections", SessionViews::connections),
            entry("sys.dm_tran_locks", SessionViews::locks),
            entry("sys.dm_tran_session_transactions", SessionViews::sessionTransactions),
            entry("sys.dm_tran_active_transactions", SessionViews::activeTransactions),
            entry("sys.dm_tran_database_transactions", SessionViews::databaseTransactions),
            entry("sys.dm_exec_requests", RequestViews::requests),
            entry("sys.dm_os_waiting_tasks", RequestViews::waitingTasks),
            entry("msdb.dbo.backupset", HistoryViews::backupSets),
            entry("msdb.dbo.backupmediaset", HistoryViews::mediaSets),
            entry("msdb.dbo.backupmediafamily", HistoryViews::mediaFamilies),
            entry("msdb.dbo.backupfile", HistoryViews::files),
            entry("msdb.dbo.restorehistory", HistoryViews::restores),
            entry("msdb.dbo.restorefile", HistoryViews::restoredFiles),
            entry("msdb.dbo.restorefilegroup", HistoryViews::restoredFileGroups),
            entry("msdb.dbo.suspect_pages", HistoryViews::suspectPages),
            entry("msdb.dbo.log_shipping_primary_databases", ShippingViews::primaries),
            entry("msdb.dbo.log_shipping_monitor_primary", ShippingViews::monitoredPrimaries),
            entry("msdb.dbo.log_shipping_secondary", ShippingViews::secondaries),
            entry("msdb.dbo.log_shipping_secondary_databases", ShippingViews::secondaryDatabases),
            entry("msdb.dbo.log_shipping_monitor_secondary", ShippingViews::monitoredSecondaries),
            entry("msdb.dbo.logmarkhistory", HistoryViews::marks));

    private static final Map<String, SystemFunction.RowSource> FUNCTIONS = Map.ofEntries(
            entry("sys.dm_os_volume_stats", FileViews::volumeStats),
            entry("sys.dm_io_virtual_file_stats", FileViews::virtualFileStats),
            entry("sys.dm_os_file_exists", FileSystemViews::exists),
            entry("sys.dm_os_enumerate_filesystem", FileSystemViews::enumerate),
            entry("sys.dm_db_log_stats", LogViews::stats),
            entry("sys.dm_db_log_info", LogViews::info),
            entry("sys.dm_exec_sql_text", SessionViews::sqlText),
            entry("sys.dm_exec_input_buffer", SessionViews::inputBuffer));

    /** What is known of the tables of users, whose keeper has locks of its own. */
    private static final Map<String, SystemView.RowSource> TABLE_VIEWS = Map.ofEntries(
            entry("sys.schemas", ObjectViews::schemas),
            entry("sys.objects", ObjectViews::objects),
            entry("sys.all_objects", ObjectViews::objects),
            entry("sys.tables", ObjectViews::tables),
            entry("sys.views", ObjectViews::views),
            entry("sys.sequences", ObjectViews::sequences),
            entry("sys.sql_modules", ObjectViews::modules),
            entry("sys.columns", ColumnViews::columns),
            entry("sys.all_columns", ColumnViews::columns),
            entry("sys.computed_columns", ColumnViews::computed),
            entry("sys.identity_columns", ColumnViews::identities),
            entry("sys.types", ColumnViews::types),
            entry("sys.key_constraints", ConstraintViews::keys),
            entry("sys.foreign_keys", ConstraintViews::foreignKeys),
            entry("sys.foreign_key_columns", ConstraintViews::foreignKeyColumns),
            entry("sys.default_constraints", ConstraintViews::defaults),
            entry("sys.check_constraints", ConstraintViews::checks),
            entry("sys.indexes", IndexViews::indexes),
            entry("sys.index_columns", IndexViews::columns),
            entry("sys.index_resumable_operations", IndexViews::resumable),
            entry("sys.partitions", IndexViews::partitions),
            entry("sys.dm_db_partition_stats", IndexViews::partitionStats),
            entry("sys.stats", IndexViews::statistics),
            entry("sys.stats_columns", IndexViews::statisticsColumns),
            entry("information_schema.schemata", InformationSchema::schemata),
            entry("information_schema.tables", InformationSchema::tables),
            entry("information_schema.views", InformationSchema::views),
            entry("information_schema.columns", InformationSchema::columns),
            entry("information_schema.table_constraints", InformationSchema::tableConstraints),
            entry("information_schema.key_column_usage", InformationSchema::keyColumns),
            entry("information_schema.referential_constraints", InformationSchema::referentialConstraints),
            entry("information_schema.check_constraints", InformationSchema::checkConstraints));

    private static final Map<String, SystemFunction.RowSource> TABLE_FUNCTIONS = Map.ofEntries(
            entry("sys.dm_db_index_physical_stats", IndexViews::physicalStats),
            entry("sys.dm_db_stats_properties", IndexViews::statisticsProperties));

    private Sources() {}

    /** @throws IllegalStateException if there is none, or one for a view that is always empty */
    static SystemView.RowSource ofView(Definition view) {
        var ofTables = TABLE_VIEWS.get(view.key());
        var ofInstance = VIEWS.get(view.key());
        requireOne(view, ofTables != null || ofInstance != null);
        if (ofTables != null) {
            return ofTables;
        } else if (ofInstance == null) {
            return (viewer, rows) -> {};
        }
        return (viewer, rows) -> {
            synchronized (viewer.instance()) {
                ofInstance.fill(viewer, rows);
            }
        };
    }

    /** @throws IllegalStateException if there is none, or one for a function that is always empty */
    static SystemFunction.RowSource ofFunction(Definition function) {
        var ofTables = TABLE_FUNCTIONS.get(function.key());
        var ofInstance = FUNCTIONS.get(function.key());
        requireOne(function, ofTables != null || ofInstance != null);
        if (ofTables != null) {
            return ofTables;
        } else if (ofInstance == null) {
            return (viewer, arguments, rows) -> {};
        }
        return (Viewer viewer, List<@Nullable Object> arguments, Rows rows) -> {
            synchronized (viewer.instance()) {
                ofInstance.fill(viewer, arguments, rows);
            }
        };
    }

    private static void requireOne(Definition definition, boolean has) {
        if (has == definition.empty()) {
            throw new IllegalStateException(definition + (has ? " is empty, and has rows" : " has no source of rows"));
        }
    }
}
