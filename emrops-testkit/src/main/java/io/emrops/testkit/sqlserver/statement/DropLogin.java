package io.emrops.testkit.sqlserver.statement;

/** {@code DROP LOGIN} ("DROP LOGIN (Transact-SQL)"). */
public record DropLogin(String name) implements AdminStatement {}
