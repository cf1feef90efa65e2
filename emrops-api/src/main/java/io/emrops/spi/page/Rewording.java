package io.emrops.spi.page;

import java.util.List;
import java.util.function.UnaryOperator;

/** Puts each piece of words on a page through a function. */
record Rewording(UnaryOperator<String> words) {
    Page page(Page page) {
        return new Page(words.apply(page.title()), blocks(page.blocks()));
    }

    private List<Block> blocks(List<Block> blocks) {
        return blocks.stream().map(this::block).toList();
    }

    private Block block(Block block) {
        if (block instanceof Block.Heading b) {
            return new Block.Heading(b.level(), text(b.text()));
        } else if (block instanceof Block.Paragraph b) {
            return new Block.Paragraph(text(b.text()));
        } else if (block instanceof Block.Callout b) {
            return new Block.Callout(b.tone(), text(b.text()));
        } else if (block instanceof Block.Facts b) {
            return new Block.Facts(b.facts().stream()
                    .map(fact -> new Block.Fact(text(fact.name()), text(fact.value())))
                    .toList());
        } else if (block instanceof Block.Table b) {
            var rows = b.rows().stream().map(this::texts).toList();
            return new Block.Table(words.apply(b.caption()), strings(b.columns()), rows);
        } else if (block instanceof Block.Bullets b) {
            return new Block.Bullets(texts(b.items()));
        } else if (block instanceof Block.Lines b) {
            return new Block.Lines(strings(b.lines()));
        } else if (block instanceof Block.Steps b) {
            return new Block.Steps(b.steps().stream().map(this::step).toList());
        }
        var picture = (Block.Picture) block;
        return new Block.Picture(picture.svg(), words.apply(picture.description()));
    }

    private Block.Step step(Block.Step step) {
        return new Block.Step(step.number(), step.box(), text(step.name()), blocks(step.below()));
    }

    private List<String> strings(List<String> strings) {
        return strings.stream().map(words).toList();
    }

    private List<Text> texts(List<Text> texts) {
        return texts.stream().map(this::text).toList();
    }

    private Text text(Text text) {
        return new Text(spans(text.spans()));
    }

    private List<Span> spans(List<Span> spans) {
        return spans.stream().map(this::span).toList();
    }

    private Span span(Span span) {
        if (span instanceof Span.Plain s) {
            return new Span.Plain(words.apply(s.text()));
        } else if (span instanceof Span.Code s) {
            return new Span.Code(words.apply(s.text()));
        } else if (span instanceof Span.Strong s) {
            return new Span.Strong(spans(s.spans()));
        } else if (span instanceof Span.Emphasis s) {
            return new Span.Emphasis(spans(s.spans()));
        } else if (span instanceof Span.Badge s) {
            return new Span.Badge(s.tone(), words.apply(s.text()));
        } else if (span instanceof Span.Hyperlink s) {
            return new Span.Hyperlink(words.apply(s.title()), s.address());
        }
        return span;
    }
}
