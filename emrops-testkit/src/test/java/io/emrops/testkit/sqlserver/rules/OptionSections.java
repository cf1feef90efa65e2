package io.emrops.testkit.sqlserver.rules;

import io.emrops.testkit.sqlserver.statement.BackupOption;
import io.emrops.testkit.sqlserver.statement.CheckDb;
import io.emrops.testkit.sqlserver.statement.CheckOption;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting;
import io.emrops.testkit.sqlserver.statement.FileSelection;
import io.emrops.testkit.sqlserver.statement.GroupAction;
import io.emrops.testkit.sqlserver.statement.IndexAction;
import io.emrops.testkit.sqlserver.statement.IndexOption;
import io.emrops.testkit.sqlserver.statement.Kill;
import io.emrops.testkit.sqlserver.statement.RestoreOption;
import io.emrops.testkit.sqlserver.statement.StatisticsOption;
import io.emrops.testkit.sqlserver.statement.Termination;
import java.util.List;

/** The statements of administration, with the words that each takes. */
final class OptionSections {
    private static final String BACKUP = "BACKUP LOG d TO DISK = 'x' WITH {}";
    private static final String RESTORE = "RESTORE LOG d FROM DISK = 'x' WITH {}";
    private static final String SET = "ALTER DATABASE d SET {}";
    private static final String GROUP = "ALTER AVAILABILITY GROUP g {}";
    private static final String CHECK = "DBCC CHECKDB (d) WITH {}";
    private static final String INDEX = "ALTER INDEX i ON t {}";
    private static final String STATISTICS = "UPDATE STATISTICS t WITH {}";
    private static final String LOW_PRIORITY =
            "(WAIT_AT_LOW_PRIORITY (MAX_DURATION = … MINUTES, ABORT_AFTER_WAIT = {}))";

    private OptionSections() {}

    static List<OptionSection> all() {
        return List.of(
                backup(),
                restore(),
                alterDatabase(),
                alterGroup(),
                checkDb(),
                alterIndex(),
                updateStatistics(),
                kill());
    }

    private static OptionSection backup() {
        return new OptionSection(
                "options of BACKUP",
                List.of(BackupOption.class),
                List.of(
                        new Form(FileSelection.Kind.class, "BACKUP DATABASE d {} TO DISK = 'x'", "{} = …", "{}"),
                        new Form(BackupOption.Flag.class, BACKUP, "{}"),
                        new Form(BackupOption.Setting.class, BACKUP, "{} = …"),
                        new Form(BackupOption.Compression.Algorithm.class, BACKUP, "COMPRESSION (ALGORITHM = {})"),
                        new Form(
                                BackupOption.Compression.Level.class,
                                BACKUP,
                                "COMPRESSION (ALGORITHM = MS_XPRESS, LEVEL = {})"),
                        new Form(
                                BackupOption.Encryption.Algorithm.class,
                                BACKUP,
                                "ENCRYPTION (ALGORITHM = {}, SERVER CERTIFICATE = name)"),
                        new Form(
                                BackupOption.Encryption.Encryptor.class,
                                BACKUP,
                                "ENCRYPTION (ALGORITHM = AES_256, SERVER {} = name)")));
    }

    private static OptionSection restore() {
        return new OptionSection(
                "options of RESTORE",
                List.of(RestoreOption.class),
                List.of(
                        new Form(RestoreOption.Flag.class, RESTORE, "{}"),
                        new Form(RestoreOption.Setting.class, RESTORE, "{} = …"),
                        new Form(RestoreOption.Move.class, RESTORE, "MOVE '…' TO '…'"),
                        new Form(RestoreOption.Stop.Kind.class, RESTORE, "{} = '…' AFTER '…'", "{} = '…'"),
                        new Form(RestoreOption.Filestream.class, RESTORE, "FILESTREAM (DIRECTORY_NAME = '…')")));
    }

    private static OptionSection alterDatabase() {
        return new OptionSection(
                "settings of ALTER DATABASE",
                List.of(DatabaseSetting.class, Termination.class),
                List.of(
                        new Form(DatabaseSetting.State.class, SET, "{}"),
                        new Form(DatabaseSetting.UserAccess.class, SET, "{}"),
                        new Form(DatabaseSetting.Updateability.class, SET, "{}"),
                        new Form(DatabaseSetting.Broker.class, SET, "{}"),
                        new Form(DatabaseSetting.RecoveryModel.class, SET, "RECOVERY {}"),
                        new Form(DatabaseSetting.PageVerify.class, SET, "PAGE_VERIFY {}"),
                        new Form(DatabaseSetting.DelayedDurability.class, SET, "DELAYED_DURABILITY = {}"),
                        new Form(DatabaseSetting.Hadr.class, SET, "HADR {}"),
                        new Form(DatabaseSetting.QueryStore.class, SET, "QUERY_STORE = {}", "QUERY_STORE {}"),
                        new Form(DatabaseSetting.CompatibilityLevel.class, SET, "COMPATIBILITY_LEVEL = …"),
                        new Form(DatabaseSetting.TargetRecoveryTime.class, SET, "TARGET_RECOVERY_TIME = … SECONDS"),
                        new Form(DatabaseSetting.Switch.Kind.class, SET, "{} ON|OFF", "{} = ON|OFF"),
                        new Form(Termination.RollbackImmediate.class, SET, "ONLINE WITH ROLLBACK IMMEDIATE"),
                        new Form(Termination.RollbackAfter.class, SET, "ONLINE WITH ROLLBACK AFTER … SECONDS"),
                        new Form(Termination.NoWait.class, SET, "ONLINE WITH NO_WAIT")));
    }

    private static OptionSection alterGroup() {
        return new OptionSection(
                "actions of ALTER AVAILABILITY GROUP",
                List.of(GroupAction.class),
                List.of(
                        new Form(GroupAction.Verb.class, GROUP, "{}"),
                        new Form(GroupAction.Demotion.class, GROUP, "SET (ROLE = SECONDARY)"),
                        new Form(
                                GroupAction.RequiredSecondaries.class,
                                GROUP,
                                "SET (REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = …)"),
                        new Form(
                                GroupAction.ReplicaMode.class,
                                GROUP,
                                "MODIFY REPLICA ON '…' WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)"),
                        new Form(
                                GroupAction.SecondaryRole.class,
                                GROUP,
                                "MODIFY REPLICA ON '…' WITH (SECONDARY_ROLE (ALLOW_CONNECTIONS = READ_ONLY))"),
                        new Form(
                                GroupAction.Connections.class,
                                GROUP,
                                "MODIFY REPLICA ON '…' WITH (SECONDARY_ROLE (ALLOW_CONNECTIONS = {}))"),
                        new Form(
                                GroupAction.Mode.class, GROUP, "MODIFY REPLICA ON '…' WITH (AVAILABILITY_MODE = {})")));
    }

    private static OptionSection checkDb() {
        return new OptionSection(
                "options of DBCC CHECKDB",
                List.of(CheckOption.class),
                List.of(
                        new Form(CheckDb.Repair.class, "DBCC CHECKDB {}", "(…, {})").without(CheckDb.Repair.UNKNOWN),
                        new Form(CheckOption.Flag.class, CHECK, "{}"),
                        new Form(CheckOption.MaxDop.class, CHECK, "MAXDOP = …")));
    }

    private static OptionSection alterIndex() {
        return new OptionSection(
                "options of ALTER INDEX",
                List.of(IndexOption.class, IndexAction.class),
                List.of(
                        new Form(IndexAction.Rebuild.class, INDEX, "REBUILD"),
                        new Form(IndexAction.Reorganize.class, INDEX, "REORGANIZE"),
                        new Form(IndexAction.Disable.class, INDEX, "DISABLE"),
                        new Form(IndexAction.Resume.class, INDEX, "RESUME"),
                        new Form(IndexAction.Pause.class, INDEX, "PAUSE"),
                        new Form(IndexAction.Abort.class, INDEX, "ABORT"),
                        new Form(IndexAction.Change.class, INDEX, "SET (ALLOW_ROW_LOCKS = ON)"),
                        new Form(
                                IndexOption.Switch.Kind.class,
                                INDEX,
                                "REBUILD WITH ({} = ON|OFF)",
                                "REORGANIZE WITH ({} = ON|OFF)",
                                "SET ({} = ON|OFF)"),
                        new Form(IndexOption.Value.Kind.class, INDEX, "REBUILD WITH ({} = …)", "SET ({} = …)"),
                        new Form(IndexOption.Online.class, INDEX, "REBUILD WITH (ONLINE = ON|OFF)"),
                        new Form(
                                IndexOption.LowPriority.Then.class,
                                INDEX,
                                "REBUILD WITH (ONLINE = ON " + LOW_PRIORITY + ")"),
                        new Form(IndexOption.Waiting.class, INDEX, "RESUME WITH " + LOW_PRIORITY.replace("{}", "NONE")),
                        new Form(
                                IndexOption.DataCompression.Kind.class,
                                INDEX,
                                "REBUILD WITH (DATA_COMPRESSION = {})")));
    }

    private static OptionSection updateStatistics() {
        return new OptionSection(
                "options of UPDATE STATISTICS",
                List.of(StatisticsOption.class),
                List.of(
                        new Form(StatisticsOption.Flag.class, STATISTICS, "{}"),
                        new Form(StatisticsOption.Sample.Unit.class, STATISTICS, "SAMPLE … {}"),
                        new Form(StatisticsOption.Resample.class, STATISTICS, "RESAMPLE"),
                        new Form(StatisticsOption.Switch.Kind.class, STATISTICS, "{} = ON|OFF"),
                        new Form(StatisticsOption.Value.Kind.class, STATISTICS, "{} = …")));
    }

    private static OptionSection kill() {
        return new OptionSection(
                "modes of KILL",
                List.of(Kill.class),
                List.of(new Form(Kill.Mode.class, "KILL 60 WITH {}", "{}").without(Kill.Mode.END)));
    }
}
