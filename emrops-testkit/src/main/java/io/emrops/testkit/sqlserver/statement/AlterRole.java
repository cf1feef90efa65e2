package io.emrops.testkit.sqlserver.statement;

/** {@code ALTER ROLE} with a member more or less ("ALTER ROLE (Transact-SQL)"). */
public record AlterRole(String role, boolean add, String member) implements AdminStatement {}
