package io.emrops.testkit.sqlserver.tsql;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts that are hard to take apart. */
final class AnyText {
    private AnyText() {}

    /** Delimiters, comments and halves of characters in any order, and texts of any characters. */
    static Arbitrary<String> any() {
        var fragments = Arbitraries.of(
                "'",
                "''",
                "N'",
                "[",
                "]",
                "]]",
                "\"",
                "/*",
                "*/",
                "/",
                "*",
                "--",
                "-",
                "\n",
                "\r",
                " ",
                "\t",
                "\0",
                "\uFEFF",
                "\u00A0",
                "\uD83D\uDE00",
                "\uD83D",
                "\uDE00",
                "é",
                "ß",
                "@",
                "@@",
                "@a",
                "@@b",
                "0x",
                "0xF",
                "1e",
                "1e+5",
                ".5",
                "1",
                "+",
                ".",
                ";",
                "?",
                "a",
                "#t",
                "$",
                "_",
                "SELECT",
                "(",
                ")");
        return Arbitraries.oneOf(
                fragments.list().ofMaxSize(30).map(parts -> String.join("", parts)),
                Arbitraries.strings().all().ofMaxLength(60));
    }
}
