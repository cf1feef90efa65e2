package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.statement.AdminStatement;
import io.emrops.testkit.sqlserver.statement.Backup;
import io.emrops.testkit.sqlserver.statement.Scope;
import io.emrops.testkit.sqlserver.syntax.SchemaChange;

/** What statements begin with, as messages and the ends of statements name them. */
final class StatementNames {
    private StatementNames() {}

    static String of(SchemaChange change) {
        if (change instanceof SchemaChange.CreateTable) {
            return "CREATE TABLE";
        } else if (change instanceof SchemaChange.AlterTable) {
            return "ALTER TABLE";
        } else if (change instanceof SchemaChange.DropTables) {
            return "DROP TABLE";
        } else if (change instanceof SchemaChange.CreateIndex) {
            return "CREATE INDEX";
        } else if (change instanceof SchemaChange.DropIndex) {
            return "DROP INDEX";
        } else if (change instanceof SchemaChange.CreateView) {
            return "CREATE VIEW";
        } else if (change instanceof SchemaChange.DropViews) {
            return "DROP VIEW";
        } else if (change instanceof SchemaChange.CreateSchema) {
            return "CREATE SCHEMA";
        } else if (change instanceof SchemaChange.DropSchema) {
            return "DROP SCHEMA";
        } else if (change instanceof SchemaChange.CreateSequence) {
            return "CREATE SEQUENCE";
        }
        return "DROP SEQUENCE";
    }

    static String of(AdminStatement statement) {
        if (statement instanceof Backup backup) {
            return backup.scope() == Scope.LOG ? "BACKUP LOG" : "BACKUP DATABASE";
        }
        return switch (statement.getClass().getSimpleName()) {
            case "CreateDatabase" -> "CREATE DATABASE";
            case "AlterDatabase" -> "ALTER DATABASE";
            case "DropDatabase" -> "DROP DATABASE";
            case "CreateLogin" -> "CREATE LOGIN";
            case "AlterLogin" -> "ALTER LOGIN";
            case "DropLogin" -> "DROP LOGIN";
            case "CreateUser" -> "CREATE USER";
            case "DropUser" -> "DROP USER";
            case "AlterRole" -> "ALTER ROLE";
            case "CheckDb" -> "DBCC CHECKDB";
            default -> statement.getClass().getSimpleName().startsWith("Restore") ? "RESTORE DATABASE" : "EXEC";
        };
    }
}
