package io.emrops.testkit.sqlserver.statement;

/** {@code CREATE LOGIN} with a password ("CREATE LOGIN (Transact-SQL)"). */
public record CreateLogin(String name, LoginSettings settings) implements AdminStatement {}
