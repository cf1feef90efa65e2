package io.emrops.spi.page;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Text as it may come from outside: from authors, from targets, from those who attack one of them. */
final class HostileWords extends DomainContextBase {
    private static final List<String> SAMPLES = List.of(
            "<script>alert(1)</script>",
            "</style></title></main><img src=x onerror=alert(1)>",
            "\" onmouseover=\"alert(1)",
            "<!-- comment -->",
            "<?php ?>",
            "]]>",
            "&lt;b&gt; &#60; &copy",
            "\u001B[31mred\u001B[0m",
            "\u001B]8;;https://evil.example\u0007link\u001B]8;;\u0007",
            "\u009B2J",
            "\u001B",
            "\u202Etxt.exe\u202C",
            "\u200F\u05E9\u05DC\u05D5\u05DD",
            "\u0645\u0631\u062D\u0628\u0627",
            "\uD800",
            "\uDC00\uD800",
            "\uFFFE\uFFFF\uFDD0",
            "\u0000\u0007\u007F",
            "\uFEFF\u00AD\u2060",
            "\u00A0",
            "\u3000",
            "`",
            "``",
            "```",
            "~~~",
            "|",
            "\\|",
            "\\",
            "*",
            "**",
            "***",
            "_",
            "__",
            "a_b",
            "~~gone~~",
            "# heading",
            "## ",
            " #",
            "#",
            "===",
            "---",
            "- ",
            "+ ",
            "* ",
            "> ",
            "1. ",
            "1) ",
            "    code",
            "[link](javascript:alert(1))",
            "![image](x)",
            "[a]: https://evil.example",
            "[^1]",
            "[ ] ",
            "<https://evil.example>",
            "$x$",
            ":---|---:",
            "\n",
            "\r\n",
            "\n\n",
            "\t",
            "\u2028",
            "\u2029",
            "\u0085",
            "word",
            "O\u2019Brien \u00E9 \uD83D\uDE91",
            "a",
            ".",
            "'",
            "\"",
            " ",
            "");

    @Provide
    Arbitrary<String> words() {
        var piece = Arbitraries.frequencyOf(
                Tuple.of(80, Arbitraries.of(SAMPLES)),
                Tuple.of(20, Arbitraries.strings().all().ofMaxLength(5)),
                Tuple.of(20, Arbitraries.strings().ascii().ofMaxLength(8)),
                Tuple.of(1, Arbitraries.just("x".repeat(10_240))));
        return Combinators.combine(piece, piece, piece, piece).as((a, b, c, d) -> a + b + c + d);
    }
}
