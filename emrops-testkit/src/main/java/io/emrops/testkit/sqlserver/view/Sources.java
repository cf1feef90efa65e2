package io.emrops.testkit.sqlserver.view;

import static java.util.Map.entry;

import java.util.Map;

/** Which code fills which view. */
final class Sources {
    private static final Map<String, SystemView.RowSource> VIEWS = Map.ofEntries(
            entry("sys.databases", DatabaseViews::databases),
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
            entry("sys.dm_os_sys_info", ServerViews::system),
            entry("sys.dm_os_host_info", ServerViews::host),
            entry("sys.certificates", ServerViews::certificates),
            entry("sys.server_principals", Principals::serverPrincipals),
            entry("sys.sql_logins", Principals::sqlLogins),
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
            entry("msdb.dbo.logmarkhistory", HistoryViews::marks));

    private static final Map<String, SystemFunction.RowSource> FUNCTIONS = Map.ofEntries(
            entry("sys.dm_os_volume_stats", FileViews::volumeStats),
            entry("sys.dm_io_virtual_file_stats", FileViews::virtualFileStats),
            entry("sys.dm_db_log_stats", LogViews::stats),
            entry("sys.dm_db_log_info", LogViews::info),
            entry("sys.dm_exec_sql_text", SessionViews::sqlText),
            entry("sys.dm_exec_input_buffer", SessionViews::inputBuffer));

    private Sources() {}

    /** @throws IllegalStateException if there is none, or one for a view that is always empty */
    static SystemView.RowSource ofView(Definition view) {
        var source = VIEWS.get(view.key());
        requireOne(view, source != null);
        return source == null ? (viewer, rows) -> {} : source;
    }

    /** @throws IllegalStateException if there is none, or one for a function that is always empty */
    static SystemFunction.RowSource ofFunction(Definition function) {
        var source = FUNCTIONS.get(function.key());
        requireOne(function, source != null);
        return source == null ? (viewer, arguments, rows) -> {} : source;
    }

    private static void requireOne(Definition definition, boolean has) {
        if (has == definition.empty()) {
            throw new IllegalStateException(definition + (has ? " is empty, and has rows" : " has no source of rows"));
        }
    }
}
