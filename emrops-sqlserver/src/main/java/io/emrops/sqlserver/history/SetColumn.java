package io.emrops.sqlserver.history;

/**
 * What is told of a backup set, as "backupset (Transact-SQL)" and "RESTORE Statements - HEADERONLY (Transact-SQL)" name it. Read by name:
 * later versions have more columns, and older ones fewer.
 */
enum SetColumn {
    ID("backup_set_uuid", "BackupSetGUID"),
    DATABASE("database_name", "DatabaseName"),
    FAMILY("family_guid", "FamilyGUID"),
    KIND("type", "BackupType"),
    FIRST_LSN("first_lsn", "FirstLSN"),
    LAST_LSN("last_lsn", "LastLSN"),
    CHECKPOINT_LSN("checkpoint_lsn", "CheckpointLSN"),
    DATABASE_BACKUP_LSN("database_backup_lsn", "DatabaseBackupLSN"),
    FIRST_FORK("first_recovery_fork_guid", "FirstRecoveryForkID"),
    LAST_FORK("last_recovery_fork_guid", "RecoveryForkID"),
    FORK_POINT("fork_point_lsn", "ForkPointLSN"),
    DIFFERENTIAL_BASE("differential_base_guid", "DifferentialBaseGUID"),
    STARTED("backup_start_date", "BackupStartDate"),
    FINISHED("backup_finish_date", "BackupFinishDate"),
    LAST_VALID_RESTORE("last_valid_restore_time", "LastValidRestoreTime"),
    TIME_ZONE("time_zone", "TimeZone"),
    POSITION("position", "Position"),
    COPY_ONLY("is_copy_only", "IsCopyOnly"),
    DAMAGED("is_damaged", "IsDamaged"),
    SNAPSHOT("is_snapshot", "IsSnapshot"),
    CHECKSUMS("has_backup_checksums", "HasBackupChecksums"),
    BULK_LOGGED("has_bulk_logged_data", "HasBulkLoggedData"),
    ENCRYPTOR("encryptor_thumbprint", "EncryptorThumbprint"),
    SIZE("backup_size", "BackupSize"),
    STORED_SIZE("compressed_backup_size", "CompressedBackupSize"),
    VERSION("software_major_version", "SoftwareVersionMajor"),
    DESCRIPTION("description", "BackupDescription"),
    SERVER("server_name", "ServerName"),
    BINDING("database_guid", "BindingID"),
    MODEL("recovery_model", "RecoveryModel"),
    DEVICE_TYPE("device_type", "DeviceType");

    private final String inMsdb;
    private final String inHeader;

    SetColumn(String inMsdb, String inHeader) {
        this.inMsdb = inMsdb;
        this.inHeader = inHeader;
    }

    String in(Source source) {
        return source == Source.MSDB ? inMsdb : inHeader;
    }
}
