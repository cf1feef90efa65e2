package io.emrops.testkit.sqlserver.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.statement.Backup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runbooks, a migration tool and drivers send. */
class FieldTextsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXEC sp_updatestats;\n\nEXEC sp_MSforeachtable @command1=\"print '?' DBCC DBREINDEX ('?')\";",
                "SELECT * FROM AuditLog\nWHERE Timestamp > DATEADD(day, -7, GETDATE())\nORDER BY Timestamp DESC;",
                "SELECT UserId, COUNT(*) as AccessCount FROM AccessLog GROUP BY UserId ORDER BY AccessCount DESC;",
                "SELECT * FROM AuditLog WHERE event_time > DATEADD(hour, -1, GETDATE())",
                "RESTORE DATABASE HospitalScheduler\nFROM DISK = 'C:\\Backups\\HospitalScheduler_20240115.bak'\nWITH REPLACE;",
                "UPDATE STATISTICS Shifts WITH FULLSCAN;\nUPDATE STATISTICS Staff WITH FULLSCAN;\n"
                        + "ALTER INDEX ALL ON Shifts REBUILD;\nALTER INDEX ALL ON ShiftAssignments REBUILD;\n"
                        + "DELETE FROM AuditLog\nWHERE event_time < DATEADD(year, -7, GETDATE());",
                "SELECT username, last_login, failed_attempts FROM Users WHERE role = 'ADMIN' ORDER BY last_login DESC;\n"
                        + "SELECT username, last_login FROM Users WHERE last_login < DATEADD(day, -90, GETDATE());",
                "SELECT COUNT(*) FROM sys.dm_exec_connections;\n\nDECLARE @sql NVARCHAR(MAX) = '';\n"
                        + "SELECT @sql = @sql + 'KILL ' + CAST(session_id AS VARCHAR) + ';'\nFROM sys.dm_exec_sessions\n"
                        + "WHERE database_id = DB_ID('HospitalScheduler')\n  AND status = 'sleeping'\n"
                        + "  AND last_request_end_time < DATEADD(hour, -1, GETDATE());\nEXEC(@sql);",
                "SELECT\n  event_type,\n  COUNT(*) as event_count,\n  MIN(event_time) as first_occurrence,\n"
                        + "  MAX(event_time) as last_occurrence\nFROM AuditLog\nWHERE event_time > DATEADD(day, -1, GETDATE())\n"
                        + "GROUP BY event_type\nORDER BY event_count DESC;",
                "SELECT DB_NAME()",
                "SELECT CAST(SERVERPROPERTY('edition') AS VARCHAR)",
                "SELECT name FROM sys.databases WHERE name = 'RDSAdmin'",
                "DECLARE @ANSI_NULLS VARCHAR(3) = 'OFF';\nIF ( (32 & @@OPTIONS) = 32 ) SET @ANSI_NULLS = 'ON';\n"
                        + "SELECT @ANSI_NULLS AS ANSI_NULLS;",
                "USE [db]",
                "SET ANSI_NULLS ON",
                "SELECT CAST(CASE WHEN EXISTS(  SELECT 1 FROM [db].INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA=@P0 AND"
                        + " TABLE_NAME=@P1) THEN 1 ELSE 0 END AS BIT)",
                "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME=@P0",
                "CREATE SCHEMA [x]",
                "DROP SCHEMA [x]",
                "EXEC sp_getapplock @Resource = @P0, @LockTimeout='3600000', @LockMode = 'Exclusive', @LockOwner = 'Session'",
                "EXEC sp_releaseapplock @Resource = @P0, @LockOwner = 'Session'",
                "CREATE TABLE [db].[dbo].[flyway_schema_history] (\n    [installed_rank] INT NOT NULL,\n"
                        + "    [version] NVARCHAR(50),\n    [description] NVARCHAR(200),\n    [type] NVARCHAR(20) NOT NULL,\n"
                        + "    [script] NVARCHAR(1000) NOT NULL,\n    [checksum] INT,\n    [installed_by] NVARCHAR(100) NOT NULL,\n"
                        + "    [installed_on] DATETIME NOT NULL DEFAULT GETDATE(),\n    [execution_time] INT NOT NULL,\n"
                        + "    [success] BIT NOT NULL\n) ON \"tablespace\";\n"
                        + "ALTER TABLE [db].[dbo].[flyway_schema_history] ADD CONSTRAINT [flyway_schema_history_pk] PRIMARY KEY"
                        + " ([installed_rank]);\n"
                        + "CREATE INDEX [flyway_schema_history_s_idx] ON [db].[dbo].[flyway_schema_history] ([success]);",
                "INSERT INTO [db].[dbo].[f] ([installed_rank], [version]) VALUES (@P0, @P1)",
                "UPDATE [db].[dbo].[f] SET [description]=@P0 , [type]=@P1 , [checksum]=@P2 WHERE [installed_rank]=@P3",
                "DELETE FROM [db].[dbo].[f] WHERE [success] = 0 AND [version] = @P0",
                "select * from [db].[dbo].[f] WITH (TABLOCKX)",
                "SELECT obj.object_id, obj.name FROM sys.objects AS obj WITH (NOLOCK)LEFT JOIN sys.extended_properties AS eps"
                        + " WITH (NOLOCK)ON obj.object_id = eps.major_id AND eps.class = 1 AND eps.minor_id = 0 AND"
                        + " eps.name='microsoft_database_tools_support' WHERE SCHEMA_NAME(obj.schema_id) = 'dbo' AND"
                        + " eps.major_id IS NULL AND obj.is_ms_shipped = 0 AND obj.type IN ('FN', 'AF') AND"
                        + " obj.parent_object_id = 5 order by create_date desc, object_id desc",
                "SELECT count(*) FROM ( SELECT t.name FROM sys.types t INNER JOIN sys.schemas s ON t.schema_id = s.schema_id"
                        + " WHERE t.is_user_defined = 1 AND s.name = @P0 Union SELECT name FROM sys.assemblies WHERE"
                        + " is_user_defined=1) R",
                "SELECT * FROM sys.triggers WHERE is_ms_shipped=0 AND parent_id=0 AND parent_class_desc='DATABASE'",
                "SELECT temporal_type FROM sys.tables WHERE object_id = OBJECT_ID('[db].[dbo].[t]', 'U')",
                "SELECT name AS queue_name, object_id AS queue_id FROM sys.service_queues",
                "IF @@TRANCOUNT > 0 ROLLBACK TRAN",
                "set transaction isolation level read committed",
                "SET IMPLICIT_TRANSACTIONS OFF",
            })
    void are_read(String text) {
        assertThat(Reading.batch(text)).isNotEmpty();
    }

    @Test
    void a_backup_to_a_name_that_is_put_together_is_refused_as_the_server_does() {
        var text = "BACKUP DATABASE HospitalScheduler\nTO DISK = 'C:\\Backups\\HospitalScheduler_' +\n"
                + "  CONVERT(VARCHAR(10), GETDATE(), 112) + '.bak'\nWITH COMPRESSION, CHECKSUM;";

        Reading.refused(text, "102 line 2: Incorrect syntax near '+'.");
    }

    @Test
    void statements_of_administration_stand_among_others() {
        var batch = Reading.batch(
                "USE master; BACKUP DATABASE d TO DISK = 'x' SELECT 1; IF EXISTS (SELECT 1) RESTORE DATABASE d FROM DISK = 'x'");

        assertThat(batch).hasSize(4);
        assertThat(batch.get(1))
                .isInstanceOfSatisfying(
                        Statement.Administration.class,
                        statement -> assertThat(statement.statement()).isInstanceOf(Backup.class));
        assertThat(batch.get(3))
                .isInstanceOfSatisfying(
                        Statement.If.class,
                        statement -> assertThat(statement.then()).isInstanceOf(Statement.Administration.class));
    }
}
