package io.emrops.spi.page;

import java.net.URI;
import java.util.List;

/** A page with the same words at each place that takes words from outside. */
final class Everything {
    private static final URI ADDRESS = URI.create("https://hospital.example/");

    private Everything() {}

    static Page with(String words) {
        var everyKind = Text.of(words)
                .plus(" ")
                .plus(Text.strong(words))
                .plus(" ")
                .plus(Text.emphasis(words))
                .plus(" ")
                .plus(Text.code(words))
                .plus(" ")
                .plus(Text.link(words, ADDRESS))
                .plus(" ")
                .plus(Text.link(words, URI.create("javascript:alert(1)")))
                .plus(" ")
                .plus(Text.badge(Tone.BAD, words));
        return Page.titled(words)
                .callout(Tone.ATTENTION, Text.of(words))
                .heading(words)
                .paragraph(words)
                .paragraph(everyKind)
                .add(new Block.Heading(3, Text.of(words)))
                .facts(List.of(new Block.Fact(Text.of(words), Text.code(words))))
                .table(words, List.of(words, words), List.of(List.of(Text.of(words), everyKind)))
                .bullets(List.of(Text.of(words), everyKind, Text.code(words)))
                .add(new Block.Lines(List.of(words, words)))
                .steps(List.of(new Block.Step("1", true, Text.strong(words), below(words))))
                .build();
    }

    private static List<Block> below(String words) {
        return List.of(
                new Block.Bullets(List.of(Text.of(words), Text.strong("Does:").plus(" " + words))),
                new Block.Lines(List.of(words)),
                new Block.Steps(List.of(new Block.Step("1.1", false, Text.strong(words), List.of()))));
    }
}
