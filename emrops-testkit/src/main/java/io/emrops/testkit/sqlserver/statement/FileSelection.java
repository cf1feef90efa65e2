package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;
import java.util.List;

/**
 * A part of a database.
 *
 * @param names one or several strings or variables; none for the read-write filegroups
 */
public record FileSelection(Kind kind, List<Operand> names) {
    /** Which parts. */
    public enum Kind {
        /** Files by their logical names. */
        FILE,
        /** Filegroups by their names. */
        FILEGROUP,
        /** All filegroups that can be written to. */
        READ_WRITE_FILEGROUPS,
        /** One string of pages, such as {@code 1:57,1:202}. */
        PAGE
    }

    /** Copies the names. */
    public FileSelection {
        names = List.copyOf(names);
    }
}
