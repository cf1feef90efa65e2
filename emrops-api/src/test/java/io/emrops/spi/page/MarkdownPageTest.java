package io.emrops.spi.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Block;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;

class MarkdownPageTest {
    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    @Property(tries = 150)
    @Domain(HostileWords.class)
    void words_from_outside_change_nothing_of_what_a_page_is_made_of(@ForAll String words) {
        // Without a letter there may be nothing to be strong about.
        var some = "a" + words + "a";

        assertThat(shape(render(Everything.with(some)))).isEqualTo(shape(render(Everything.with("word"))));
    }

    @Property(tries = 150)
    @Domain(HostileWords.class)
    void words_from_outside_never_become_markup(@ForAll String words) {
        var nodes = nodes(render(Everything.with(words)));

        assertThat(nodes).noneMatch(n -> n instanceof HtmlBlock || n instanceof HtmlInline || n instanceof Image);
        assertThat(nodes)
                .filteredOn(Link.class::isInstance)
                .hasSize(3)
                .allMatch(link -> ((Link) link).getDestination().equals("https://hospital.example/"));
        assertThat(nodes).filteredOn(Heading.class::isInstance).hasSize(3);
        assertThat(nodes).filteredOn(TableCell.class::isInstance).hasSize(2 * 2 + 2 * 2);
        assertThat(nodes).filteredOn(FencedCodeBlock.class::isInstance).hasSize(2);
    }

    @Property(tries = 150)
    @Domain(HostileWords.class)
    void words_from_outside_are_seen_as_they_are(@ForAll String words) {
        var seen = VisibleText.line(words).strip();

        var nodes = nodes(render(Everything.with(words)));

        assertThat(nodes)
                .filteredOn(Heading.class::isInstance)
                .extracting(MarkdownPageTest::words)
                .allMatch(seen::equals);
        assertThat(nodes)
                .filteredOn(n -> n instanceof TableCell cell && cell.isHeader())
                .extracting(MarkdownPageTest::words)
                .filteredOn(text -> !text.isEmpty())
                .allMatch(seen::equals);
        assertThat(nodes)
                .filteredOn(Link.class::isInstance)
                .extracting(MarkdownPageTest::words)
                .allMatch(seen::equals);
        assertThat(nodes)
                .filteredOn(Code.class::isInstance)
                .extracting(code -> ((Code) code).getLiteral())
                .filteredOn(text -> !text.equals("javascript:alert(1)"))
                .allMatch(seen::equals);
        assertThat(nodes)
                .filteredOn(FencedCodeBlock.class::isInstance)
                .flatExtracting(MarkdownPageTest::lines)
                .allMatch(VisibleText.of(words).stripTrailing()::equals);
    }

    /** Without blanks at their ends: what a line of blanks is, in a list, is up to the reader. */
    private static List<String> lines(Node block) {
        return ((FencedCodeBlock) block)
                .getLiteral()
                .lines()
                .map(String::stripTrailing)
                .toList();
    }

    private static Node render(Page page) {
        return PARSER.parse(page.toMarkdown());
    }

    private static List<Node> nodes(Node root) {
        var all = new ArrayList<Node>();
        for (var node = root.getFirstChild(); node != null; node = node.getNext()) {
            all.add(node);
            all.addAll(nodes(node));
        }
        return all;
    }

    /** Blocks and emphasis, from top to bottom; how a line of words is cut into nodes is nobody's concern. */
    private static List<String> shape(Node root) {
        return nodes(root).stream()
                .filter(n -> !(n instanceof Text || n instanceof Code || n instanceof SoftLineBreak))
                .map(n -> n.getClass().getSimpleName() + (n instanceof Block ? "" : " inside"))
                .toList();
    }

    private static String words(Node node) {
        var words = new StringBuilder();
        nodes(node).forEach(n -> {
            if (n instanceof Text text) {
                words.append(text.getLiteral());
            } else if (n instanceof Code code) {
                words.append(code.getLiteral());
            }
        });
        return words.toString().strip();
    }

    @Test
    void what_is_strong_and_empty_is_left_out() {
        var page = Page.titled("Page")
                .paragraph(io.emrops.spi.page.Text.strong(" ").plus("word"))
                .build();

        assertThat(page.toMarkdown()).isEqualTo("# Page\n\nword\n");
    }

    @Test
    void a_bullet_without_words_does_not_make_a_heading_of_what_it_stands_below() {
        var page = Everything.with("\u001B[0m");

        assertThat(nodes(render(page))).filteredOn(Heading.class::isInstance).hasSize(3);
    }

    @Test
    void a_block_that_does_not_fit_below_a_step_is_refused() {
        var table = new io.emrops.spi.page.Block.Table("t", List.of("a"), List.of());
        var step = new io.emrops.spi.page.Block.Step("1", false, io.emrops.spi.page.Text.of("a"), List.of(table));

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Page.titled("Page").steps(List.of(step)).build().toMarkdown())
                .withMessageContaining("Below a step");
    }

    @Test
    void the_same_page_gives_the_same_text() {
        assertThat(Everything.with("word").toMarkdown())
                .isEqualTo(Everything.with("word").toMarkdown());
    }
}
