package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.instance.BackupSet.DifferentialBase;
import io.emrops.testkit.sqlserver.instance.BackupSet.Kind;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What RESTORE HEADERONLY says of backup sets ("RESTORE Statements - HEADERONLY (Transact-SQL)"). The types are those that others have
 * seen on the wire, which differ from the page's in some columns. Three columns came with SQL Server 2022.
 */
final class HeaderOnly {
    private static final int SQL_SERVER_2022 = 16;
    private static final int CHECKSUM_FLAG = 16;
    private static final int COPY_ONLY_FLAG = 1024;
    private static final int ALWAYS_SET_FLAG = 512;
    private static final int QUARTERS_PER_HOUR = 4;

    private HeaderOnly() {}

    static Result of(Instance instance, List<BackupSet> sets) {
        var result = new Result.Builder();
        for (var set : sets) {
            result.row();
            identity(result, set);
            log(instance, result, set);
            server(instance, result, set);
            family(result, set);
            traits(result, set);
            path(result, set);
            if (instance.majorVersion() >= SQL_SERVER_2022) {
                newest(instance, result, set);
            }
        }
        return result.build();
    }

    private static void identity(Result.Builder result, BackupSet set) {
        var kind = set.kind();
        result.cell("BackupName nvarchar(128)", orNull(set.name()))
                .cell("BackupDescription nvarchar(255)", orNull(set.description()))
                .cell("BackupType tinyint", kind == Kind.FULL ? 1 : kind == Kind.LOG ? 2 : 5)
                .cell("ExpirationDate datetime", null)
                .cell("Compressed tinyint", set.features().compressed() ? 1 : 0)
                .cell("Position smallint", set.position())
                .cell("DeviceType tinyint", 2)
                .cell("UserName nvarchar(128)", "sa")
                .cell("ServerName nvarchar(128)", set.source().server())
                .cell("DatabaseName nvarchar(128)", set.source().database());
    }

    private static void log(Instance instance, Result.Builder result, BackupSet set) {
        result.cell("DatabaseVersion int", DatabaseVersion.of(set.source().majorVersion()))
                .cell(
                        "DatabaseCreationDate datetime",
                        local(instance, set.source().created()))
                .cell("BackupSize bigint", set.features().bytes())
                .cell("FirstLSN numeric(25,0)", set.first().decimal())
                .cell("LastLSN numeric(25,0)", set.last().decimal())
                .cell(
                        "CheckpointLSN numeric(25,0)",
                        set.checkpoint().map(Lsn::decimal).orElse(set.first().decimal()))
                .cell(
                        "DatabaseBackupLSN numeric(25,0)",
                        set.databaseBackup().map(Lsn::decimal).orElse(BigDecimal.ZERO))
                .cell("BackupStartDate datetime", local(instance, set.started()))
                .cell("BackupFinishDate datetime", local(instance, set.finished()));
    }

    private static void server(Instance instance, Result.Builder result, BackupSet set) {
        var major = set.source().majorVersion();
        result.cell("SortOrder smallint", 52)
                .cell("CodePage smallint", 0)
                .cell("UnicodeLocaleId int", 1033)
                .cell("UnicodeComparisonStyle int", 196609)
                .cell("CompatibilityLevel tinyint", set.source().compatibilityLevel())
                .cell("SoftwareVendorId int", 4608)
                .cell("SoftwareVersionMajor int", major)
                .cell("SoftwareVersionMinor int", 0)
                .cell("SoftwareVersionBuild int", 1000)
                .cell("MachineName nvarchar(128)", set.source().server())
                .cell(
                        "Flags int",
                        ALWAYS_SET_FLAG
                                + (set.features().checksums() ? CHECKSUM_FLAG : 0)
                                + (set.copyOnly() ? COPY_ONLY_FLAG : 0));
    }

    private static void family(Result.Builder result, BackupSet set) {
        result.cell("BindingID uniqueidentifier", set.source().id())
                .cell("RecoveryForkID uniqueidentifier", set.path().fork())
                .cell("Collation nvarchar(128)", "SQL_Latin1_General_CP1_CI_AS")
                .cell("FamilyGUID uniqueidentifier", set.source().family());
    }

    private static void traits(Result.Builder result, BackupSet set) {
        result.cell("HasBulkLoggedData bit", set.hasBulkLoggedData())
                .cell("IsSnapshot bit", false)
                .cell("IsReadOnly bit", set.source().readOnly())
                .cell("IsSingleUser bit", set.source().access() == UserAccess.SINGLE_USER)
                .cell("HasBackupChecksums bit", set.features().checksums())
                .cell("IsDamaged bit", set.features().damaged())
                .cell("BeginsLogChain bit", set.features().beginsLogChain())
                .cell("HasIncompleteMetaData bit", false)
                .cell("IsForceOffline bit", false)
                .cell("IsCopyOnly bit", set.copyOnly());
    }

    private static void path(Result.Builder result, BackupSet set) {
        result.cell("FirstRecoveryForkID uniqueidentifier", set.path().first())
                .cell(
                        "ForkPointLSN numeric(25,0)",
                        set.path().forkPoint().map(Lsn::decimal).orElse(null))
                .cell(
                        "RecoveryModel nvarchar(60)",
                        set.source().recoveryModel().name().replace('_', '-'))
                .cell(
                        "DifferentialBaseLSN numeric(25,0)",
                        set.differentialBase().map(base -> base.lsn().decimal()).orElse(null))
                .cell("DifferentialBaseGUID uniqueidentifier", baseOf(set))
                .cell("BackupTypeDescription nvarchar(128)", description(set.kind()))
                .cell("BackupSetGUID uniqueidentifier", set.id())
                .cell(
                        "CompressedBackupSize bigint",
                        set.features().bytes() / (set.features().compressed() ? 3 : 1))
                .cell("Containment tinyint", 0)
                .cell("KeyAlgorithm nvarchar(32)", set.features().encryptedBy().isPresent() ? "aes_256" : null)
                .cell(
                        "EncryptorThumbprint varbinary(20)",
                        set.features().encryptorThumbprint().orElse(null))
                .cell("EncryptorType nvarchar(32)", set.features().encryptedBy().isPresent() ? "CERTIFICATE" : null);
    }

    private static void newest(Instance instance, Result.Builder result, BackupSet set) {
        var offset = instance.zone().getRules().getOffset(set.started()).getTotalSeconds();
        result.cell("LastValidRestoreTime datetime", set.kind() == Kind.LOG ? local(instance, set.until()) : null)
                .cell("TimeZone smallint", offset * QUARTERS_PER_HOUR / 3600)
                .cell("CompressionAlgorithm nvarchar(32)", set.features().compressed() ? "MS_XPRESS" : null);
    }

    private static @Nullable UUID baseOf(BackupSet set) {
        return set.differentialBase().map(DifferentialBase::backupSet).orElse(null);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String description(Kind kind) {
        return switch (kind) {
            case FULL -> "Database";
            case DIFFERENTIAL -> "Database Differential";
            case LOG -> "Transaction Log";
        };
    }

    static LocalDateTime local(Instance instance, Instant time) {
        return LocalDateTime.ofInstant(time, instance.zone());
    }
}
