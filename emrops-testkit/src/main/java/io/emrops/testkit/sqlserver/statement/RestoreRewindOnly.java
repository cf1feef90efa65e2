package io.emrops.testkit.sqlserver.statement;

import java.util.List;

/** {@code RESTORE REWINDONLY} of tapes ("RESTORE REWINDONLY (Transact-SQL)"). */
public record RestoreRewindOnly(List<Device> devices, RestoreOptions options) implements AdminStatement {
    /** Copies the list. */
    public RestoreRewindOnly {
        devices = List.copyOf(devices);
    }
}
