package io.emrops.testkit.sqlserver.statement;

/**
 * {@code RESTORE LABELONLY} ("RESTORE LABELONLY (Transact-SQL)").
 *
 * @param device the only one there may be: that a second is refused at its comma is unverified
 */
public record RestoreLabelOnly(Device device, RestoreOptions options) implements AdminStatement {}
