package io.emrops.testkit.sqlserver.statement;

/** {@code ALTER LOGIN} with another password ("ALTER LOGIN (Transact-SQL)"). */
public record AlterLogin(String name, LoginSettings settings) implements AdminStatement {}
