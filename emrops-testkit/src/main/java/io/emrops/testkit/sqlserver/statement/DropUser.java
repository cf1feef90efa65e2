package io.emrops.testkit.sqlserver.statement;

/** {@code DROP USER} ("DROP USER (Transact-SQL)"). */
public record DropUser(boolean ifExists, String name) implements AdminStatement {}
