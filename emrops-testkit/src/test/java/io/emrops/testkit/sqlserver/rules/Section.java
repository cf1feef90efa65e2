package io.emrops.testkit.sqlserver.rules;

import io.emrops.testkit.sqlserver.grammar.Origin;
import java.util.List;

/** A part of {@code docs/sql-server-rules.md} that is written from the code; it stands there between its marker and the next end. */
interface Section {
    /** What its marker says, and the row in which its rules are counted. */
    String name();

    /** Markdown. */
    String text();

    /** Where each of its rules is known from; nothing if they are not counted. */
    default List<Origin> origins() {
        return List.of();
    }
}
