package io.emrops.spi.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

class HtmlPageTest {
    /** What the page is made of, without what outside words are. */
    private static final List<String> SHAPE = shape(parse(Everything.with("word")));

    @Property(tries = 150)
    @Domain(HostileWords.class)
    void words_from_outside_change_nothing_of_what_a_page_is_made_of(@ForAll String words) {
        // A column without a name has no heading.
        assertThat(shape(parse(Everything.with("a" + words)))).isEqualTo(SHAPE);
    }

    @Property(tries = 150)
    @Domain(HostileWords.class)
    void words_from_outside_are_seen_as_they_are(@ForAll String words) {
        var seen = VisibleText.line(words).strip();

        var page = parse(Everything.with(words));

        assertThat(page.select("h1, h2, h3, .callout, main > p:not(.callout):eq(3), dt, th"))
                .extracting(e -> e.wholeText().strip())
                .allMatch(seen::equals);
        assertThat(page.select("code"))
                .extracting(Element::wholeText)
                .filteredOn(text -> !text.equals("javascript:alert(1)"))
                .allMatch((seen.isEmpty() ? "(empty)" : seen)::equals);
        assertThat(page.select("pre").first().wholeText().lines().distinct()).allMatch(VisibleText.of(words)::equals);
        assertThat(page.select("a[href^=https]")).extracting(Element::wholeText).allMatch(seen::equals);
        assertThat(page.title()).isEqualTo(seen);
        assertThat(page.wholeText().codePoints())
                .noneMatch(c -> c != '\n' && Character.isISOControl(c))
                .noneMatch(c -> Character.getType(c) == Character.SURROGATE)
                .noneMatch(c -> c == 0x202E || c == 0x200F || c == 0xFEFF);
    }

    private static Document parse(Page page) {
        var parser = Parser.htmlParser().setTrackErrors(10);
        var document = Jsoup.parse(page.toHtml(), "", parser);
        assertThat(parser.getErrors()).isEmpty();
        return document;
    }

    /** Elements and their attributes, from top to bottom; values are left out where they are words from outside. */
    private static List<String> shape(Document page) {
        var shape = new ArrayList<String>();
        for (var element : page.getAllElements()) {
            if (element.normalName().equals("bdi")) {
                continue;
            }
            var tag = new StringBuilder(element.normalName());
            element.attributes()
                    .forEach(a ->
                            tag.append(' ').append(a.getKey()).append(isOutside(a.getKey()) ? "" : "=" + a.getValue()));
            shape.add(tag.toString());
        }
        return shape;
    }

    private static boolean isOutside(String attribute) {
        return List.of("id", "aria-label", "data-label").contains(attribute);
    }

    @Test
    void a_page_needs_neither_network_nor_script() {
        var page = parse(Everything.with("word"));

        assertThat(page.select("script, link, img, iframe, object, embed, form, base, [src], [style], [onclick]"))
                .isEmpty();
        assertThat(page.select("style").html()).doesNotContain("url(").doesNotContain("@import");
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .contains("default-src 'none'");
    }

    @Test
    void headings_can_be_pointed_to_even_if_they_are_called_the_same() {
        var page = parse(Page.titled("Page")
                .heading("Steps & checks")
                .heading("Steps, checks")
                .heading("\u05E9\u05DC\u05D5\u05DD")
                .heading("---")
                .build());

        assertThat(page.select("h2"))
                .extracting(Element::id)
                .containsExactly("steps-checks", "steps-checks-2", "part", "part-2");
        assertThat(page.select("nav a"))
                .extracting(a -> a.attr("href"))
                .containsExactly("#steps-checks", "#steps-checks-2", "#part", "#part-2");
    }

    @Test
    void a_heading_called_like_the_second_of_another_has_an_anchor_of_its_own() {
        var page = parse(
                Page.titled("Page").heading("a").heading("a").heading("a 2").build());

        assertThat(page.select("h2")).extracting(Element::id).doesNotHaveDuplicates();
    }

    @Test
    void few_parts_have_no_contents() {
        assertThat(parse(Page.titled("Page").heading("a").heading("b").build()).select("nav"))
                .isEmpty();
    }

    @Test
    void words_from_right_to_left_stay_where_they_are() {
        var page = parse(Page.titled("Page")
                .paragraph("ward \u05E9\u05DC\u05D5\u05DD (3)")
                .build());

        assertThat(page.select("p > bdi").text()).isEqualTo("ward \u05E9\u05DC\u05D5\u05DD (3)");
    }

    @Test
    void only_addresses_that_a_browser_opens_harmlessly_are_links() {
        var page = parse(Page.titled("Page")
                .bullets(List.of(
                        Text.link("web", URI.create("https://hospital.example/?a=1&b=\u00E9")),
                        Text.link("mail", URI.create("mailto:it@hospital.example")),
                        Text.link("data", URI.create("data:text/html,x")),
                        Text.link("script", URI.create("JavaScript:alert(1)")),
                        Text.link("none", URI.create("//hospital.example/"))))
                .build());

        assertThat(page.select("a"))
                .extracting(a -> a.attr("href"))
                .containsExactly("https://hospital.example/?a=1&b=%C3%A9", "mailto:it@hospital.example");
        assertThat(page.select("code"))
                .extracting(Element::text)
                .containsExactly("data:text/html,x", "JavaScript:alert(1)", "//hospital.example/");
    }

    @Test
    void a_picture_has_its_description_for_those_who_do_not_see_it() {
        var svg = Markup.begin()
                .open("svg", "viewBox", "0 0 10 10")
                .empty("rect", "width", "5")
                .close();
        var page = parse(Page.titled("Page")
                .add(new Block.Picture(svg, "A \"bar\" <of> 5"))
                .build());

        assertThat(page.select("figure [role=img]").attr("aria-label")).isEqualTo("A \"bar\" <of> 5");
        assertThat(page.select("figure svg rect")).hasSize(1);
    }

    @Test
    void each_piece_of_words_can_be_reworded_before_it_is_escaped() {
        var page = Everything.with("se<cret>").reworded(words -> words.replace("se<cret>", "***"));

        assertThat(page.toHtml()).isEqualTo(Everything.with("***").toHtml());
        assertThat(page.toMarkdown()).isEqualTo(Everything.with("***").toMarkdown());
    }

    @Test
    void the_same_page_gives_the_same_text() {
        assertThat(Everything.with("word").toHtml())
                .isEqualTo(Everything.with("word").toHtml());
    }
}
