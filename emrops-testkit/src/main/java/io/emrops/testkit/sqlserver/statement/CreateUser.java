package io.emrops.testkit.sqlserver.statement;

/** {@code CREATE USER} for a login ("CREATE USER (Transact-SQL)"). */
public record CreateUser(String name, String login) implements AdminStatement {}
