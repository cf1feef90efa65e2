package io.emrops.testkit.sqlserver.statement;

/**
 * {@code RESTORE HEADERONLY} ("RESTORE HEADERONLY (Transact-SQL)").
 *
 * @param device the only one there may be: that a second is refused at its comma is unverified
 */
public record RestoreHeaderOnly(Device device, RestoreOptions options) implements AdminStatement {}
