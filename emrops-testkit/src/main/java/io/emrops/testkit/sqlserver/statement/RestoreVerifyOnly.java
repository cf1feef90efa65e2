package io.emrops.testkit.sqlserver.statement;

import java.util.List;

/** {@code RESTORE VERIFYONLY} of all families of a media set ("RESTORE VERIFYONLY (Transact-SQL)"). */
public record RestoreVerifyOnly(List<Device> devices, RestoreOptions options) implements AdminStatement {
    /** Copies the list. */
    public RestoreVerifyOnly {
        devices = List.copyOf(devices);
    }
}
