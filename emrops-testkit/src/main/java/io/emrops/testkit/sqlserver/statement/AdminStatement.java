package io.emrops.testkit.sqlserver.statement;

/**
 * A statement of administration, as written: names, values and options in their order and not yet held against any server. Whatever
 * the server finds out only when it runs a statement (conflicting and doubled options, unfit values, editions, permissions) is still
 * in there.
 */
public sealed interface AdminStatement
        permits AlterAvailabilityGroup,
                AlterDatabase,
                AlterIndex,
                AlterLogin,
                AlterRole,
                Backup,
                CheckDb,
                CreateDatabase,
                CreateLogin,
                CreateUser,
                DbReindex,
                DropDatabase,
                DropLogin,
                DropUser,
                Kill,
                ProcedureCall,
                Restore,
                RestoreFileListOnly,
                RestoreHeaderOnly,
                RestoreLabelOnly,
                RestoreRewindOnly,
                RestoreVerifyOnly,
                RevertToSnapshot,
                UpdateStatistics {}
