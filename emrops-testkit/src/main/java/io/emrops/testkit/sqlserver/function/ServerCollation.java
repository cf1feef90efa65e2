package io.emrops.testkit.sqlserver.function;

import java.text.Collator;
import org.h2.engine.Database;
import org.h2.value.CompareMode;

/**
 * The collation of the simulated server, {@code SQL_Latin1_General_CP1_CI_AS}, for the engine: case does not count, nor do blanks at the end.
 * Letters with accents stand behind those without. Signs are ordered by code points, which is not the real server's order.
 */
public final class ServerCollation extends CompareMode {
    /** Its name in the product. */
    public static final String NAME = "SQL_Latin1_General_CP1_CI_AS";

    ServerCollation() {
        super(NAME, Collator.SECONDARY);
    }

    /** Makes it that of a database which has no tables yet. */
    public static void install(Database database) {
        database.setCompareMode(new ServerCollation());
        database.setRowFactory(new ExactKeys());
    }

    @Override
    public int compareString(String one, String other, boolean ignoreCase) {
        return LetterOrder.compare(CollationKeys.withoutBlanks(one), CollationKeys.withoutBlanks(other));
    }

    @Override
    public boolean equalsChars(String one, int at, String other, int otherAt, boolean ignoreCase) {
        return CollationKeys.sameLetter(one.charAt(at), other.charAt(otherAt));
    }

    /** A text that has by code points the order of this one. */
    static String key(String text) {
        return LetterOrder.key(CollationKeys.withoutBlanks(text));
    }

    /** {@link #NAME}. */
    @Override
    public String toString() {
        return NAME;
    }
}
