package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;

/**
 * Where a backup goes to or comes from.
 *
 * @param place a name or variable for a logical device, a string or variable for all others
 */
public record Device(Kind kind, Operand place) {
    /** What a device is. */
    public enum Kind {
        /** A device of sys.backup_devices, by its name. */
        LOGICAL,
        /** A path on the server. */
        DISK,
        /** A tape drive. */
        TAPE,
        /** A blob or an object. */
        URL,
        /** The set of a program that backs up by itself. */
        VIRTUAL_DEVICE
    }
}
