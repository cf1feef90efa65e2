package io.emrops.testkit.sqlserver.statement;

/** {@code ALTER AVAILABILITY GROUP} ("ALTER AVAILABILITY GROUP (Transact-SQL)"). */
public record AlterAvailabilityGroup(String group, GroupAction action) implements AdminStatement {}
