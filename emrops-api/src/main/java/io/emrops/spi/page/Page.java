package io.emrops.spi.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A page for people. It is made once and read in several forms, so that no form says what another does not.
 *
 * <pre>{@code
 * var page = Page.titled("Rehearsal")
 *         .callout(Tone.GOOD, Text.of("Nothing was touched."))
 *         .heading("What would change")
 *         .bullets(List.of(Text.of("The version of api")))
 *         .build();
 * page.toMarkdown();
 * page.toHtml();
 * }</pre>
 *
 * @param title of the whole page
 */
public record Page(String title, List<Block> blocks) {
    public Page {
        Objects.requireNonNull(title, "title");
        blocks = List.copyOf(blocks);
    }

    public static Builder titled(String title) {
        return new Builder(title);
    }

    /**
     * The same page with other words, such as with secrets blotted out: before they are escaped, so that it does not matter
     * how. Addresses of links and what pictures show stay as they are.
     *
     * @param reword given each piece of words for itself, and only words from the page
     */
    public Page reworded(UnaryOperator<String> reword) {
        return new Rewording(reword).page(this);
    }

    /** GitHub Flavored Markdown that is legible unrendered, too. The same page gives the same text. */
    public String toMarkdown() {
        return MarkdownForm.of(this);
    }

    /**
     * One file of HTML that needs no network and no script: light and dark, to be printed, and to be read by screen
     * readers. The same page gives the same text.
     */
    public String toHtml() {
        return HtmlForm.of(this);
    }

    /** Puts a page together, from top to bottom. */
    public static final class Builder {
        private final String title;
        private final List<Block> blocks = new ArrayList<>();

        private Builder(String title) {
            this.title = Objects.requireNonNull(title, "title");
        }

        /** A heading of the second level. */
        public Builder heading(String words) {
            return add(new Block.Heading(2, Text.of(words)));
        }

        public Builder paragraph(Text text) {
            return add(new Block.Paragraph(text));
        }

        public Builder paragraph(String words) {
            return paragraph(Text.of(words));
        }

        public Builder callout(Tone tone, Text text) {
            return add(new Block.Callout(tone, text));
        }

        public Builder facts(List<Block.Fact> facts) {
            return add(new Block.Facts(facts));
        }

        /** @param caption what it is a table of, for those who cannot see it beside its heading */
        public Builder table(String caption, List<String> columns, List<List<Text>> rows) {
            return add(new Block.Table(caption, columns, rows));
        }

        public Builder bullets(List<Text> items) {
            return add(new Block.Bullets(items));
        }

        public Builder steps(List<Block.Step> steps) {
            return add(new Block.Steps(steps));
        }

        public Builder add(Block block) {
            blocks.add(block);
            return this;
        }

        public Page build() {
            return new Page(title, blocks);
        }
    }
}
