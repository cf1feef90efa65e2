package io.emrops.spi.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.NoSuchElementException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.assertj.core.api.Assertions;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class MarkupTest {
    @Test
    void elements_are_closed_in_order() {
        var markup = Markup.begin()
                .open("p", "class", "note")
                .text("a < b")
                .element("strong", "!")
                .empty("br")
                .empty("span", "class", "box")
                .close();

        assertThat(markup)
                .hasToString("<p class=\"note\">a &lt; b<strong>!</strong><br><span class=\"box\"></span></p>");
    }

    @Test
    void what_is_still_open_is_a_mistake() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Markup.begin().open("p").open("em").toString())
                .withMessageContaining("em, p");
    }

    @Test
    void nothing_more_than_was_opened_can_be_closed() {
        Assertions.assertThatThrownBy(() -> Markup.begin().close()).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void an_attribute_has_a_value() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Markup.begin().open("p", "class"))
                .withMessageContaining("<p>");
        assertThatNullPointerException()
                .isThrownBy(() -> Markup.begin().open("p", "class", null))
                .withMessageContaining("class");
    }

    @Test
    void a_piece_that_is_still_open_is_not_taken_into_another() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Markup.begin().all(Markup.begin().open("p")));
    }

    @Property
    @Domain(HostileWords.class)
    void text_and_attributes_are_read_back_as_they_were(@ForAll String words) {
        var seen = VisibleText.of(words);
        var markup = "<!DOCTYPE html><body>" + Markup.begin().element("p", seen, "title", seen);

        var read = Jsoup.parse(markup).body();

        assertThat(read.childNodeSize()).isEqualTo(1);
        assertThat(read.child(0).wholeText()).isEqualTo(seen);
        assertThat(read.child(0).attr("title")).isEqualTo(seen);
    }
}
