package io.emrops.testkit.sqlserver.statement;

/**
 * {@code RESTORE FILELISTONLY} ("RESTORE FILELISTONLY (Transact-SQL)").
 *
 * @param device the only one there may be: that a second is refused at its comma is unverified
 */
public record RestoreFileListOnly(Device device, RestoreOptions options) implements AdminStatement {}
