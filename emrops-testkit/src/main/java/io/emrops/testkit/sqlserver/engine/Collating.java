package io.emrops.testkit.sqlserver.engine;

import java.text.Collator;
import java.util.Locale;
import org.h2.value.CompareMode;

/** Texts compare without case and without blanks at their end. */
final class Collating extends CompareMode {
    Collating() {
        super("SQL_Latin1_General_CP1_CI_AS", Collator.SECONDARY);
    }

    private static String key(String text) {
        return text.stripTrailing().toUpperCase(Locale.ROOT);
    }

    @Override
    public int compareString(String a, String b, boolean ignoreCase) {
        return key(a).compareTo(key(b));
    }
}
