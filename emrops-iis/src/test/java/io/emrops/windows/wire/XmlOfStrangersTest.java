package io.emrops.windows.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import javax.xml.stream.XMLStreamException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class XmlOfStrangersTest {
    @Test
    void errors_of_several_documents_are_read_in_their_order() {
        var text =
                "#< CLIXML\r\n<Objs Version=\"1.1.0.1\"><S S=\"Error\">one_x000D__x000A_</S><S S=\"Warning\">no</S></Objs>"
                        + "<Objs><Obj S=\"progress\" RefId=\"0\"/><S S=\"Error\">_xD83C__xDFE5_ two_x005F_x0041_</S></Objs>";

        assertThat(CliXml.errors(text)).containsExactly("one\r\n", "\uD83C\uDFE5 two_x0041_");
    }

    @Test
    void half_a_document_and_other_text_have_no_errors() {
        assertThat(CliXml.errors("#< CLIXML\r\n<Objs><S S=\"Error\">one</S>")).isEmpty();
        assertThat(CliXml.errors("no such file")).isEmpty();
        assertThat(CliXml.errors("<Objs><S S=\"Error\">one</Objs><Objs><S S=\"Error\">two</S></Objs>"))
                .containsExactly("two");
    }

    @Test
    void an_id_that_was_cut_at_the_width_of_a_console_is_put_together() {
        var text =
                "<Objs><S S=\"Error\">Get-Item : no_x000D__x000A_</S><S S=\"Error\">    + CategoryInfo          : x_x000D__x000A_</S>"
                        + "<S S=\"Error\">    + FullyQualifiedErrorId : PathNotFound,Microsoft.Power_x000D__x000A_</S>"
                        + "<S S=\"Error\">   Shell.Commands.GetItemCommand_x000D__x000A_</S><S S=\"Error\"> _x000D__x000A_</S></Objs>";

        assertThat(CliXml.errorId(text)).contains("PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand");
    }

    @Test
    void document_types_are_refused_and_with_them_their_entities() {
        for (var text : new String[] {
            "<!DOCTYPE a [<!ENTITY b \"x\">]><a>&b;</a>",
            "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"
        }) {
            assertThatExceptionOfType(XMLStreamException.class).as(text).isThrownBy(() -> XmlText.parse(text));
        }
    }

    @Test
    void depth_and_number_of_elements_have_bounds() {
        assertThatExceptionOfType(XMLStreamException.class).isThrownBy(() -> XmlText.parse("<a>".repeat(100_000)));
        assertThatExceptionOfType(XMLStreamException.class)
                .isThrownBy(() -> XmlText.parse("<a>" + "<b/>".repeat(200_000) + "</a>"));
    }

    @Test
    void attributes_and_documents_have_bounds() {
        var attributes = new StringBuilder("<a");
        for (var i = 0; i < 200; i++) {
            attributes.append(" b").append(i).append("=''");
        }

        assertThatExceptionOfType(XMLStreamException.class).isThrownBy(() -> XmlText.parse(attributes + "/>"));
        assertThat(CliXml.errors("<Objs><S S=\"Error\">x</S></Objs>".repeat(1000)))
                .hasSize(100);
    }

    @Test
    void names_are_without_namespaces() throws Exception {
        var root = XmlText.parse("<x:a xmlns:x=\"urn:x\"><x:b x:Id=\"1\">t<!-- c -->u<![CDATA[<v]]></x:b></x:a>");

        var b = root.first("b").orElseThrow();
        assertThat(b.attribute("Id")).contains("1");
        assertThat(b.text()).isEqualTo("tu<v");
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "<Objs>",
                        "</Objs>",
                        "<Objs ",
                        "<S S=\"Error\">",
                        "</S>",
                        "_x0041_",
                        "_x",
                        "_xD800_",
                        "<!DOCTYPE a>",
                        "&amp;",
                        "&x;",
                        "<![CDATA[",
                        "]]>",
                        "#< CLIXML\r\n",
                        "\0",
                        "\uD800",
                        "ä",
                        " ",
                        "<",
                        ">",
                        "\"",
                        "FullyQualifiedErrorId : A")
                .list()
                .ofMaxSize(40)
                .map(list -> String.join("", list));
    }

    @Property(tries = 500)
    void whatever_is_written_is_read_or_passed_over(@ForAll("pieces") String text) {
        assertThat(CliXml.errors(text)).isNotNull();
        assertThat(CliXml.errorId(text)).isNotNull();
    }

    @Property(tries = 500)
    void xml_is_parsed_or_refused_by_one_exception(@ForAll("pieces") String text) {
        try {
            assertThat(XmlText.parse(text).name()).isNotEmpty();
        } catch (XMLStreamException e) {
            assertThat(e).isNotNull();
        }
    }

    @Property(tries = 300)
    void whatever_was_encoded_is_decoded(@ForAll String text) {
        var encoded = new StringBuilder();
        text.chars().forEach(c -> encoded.append(String.format("_x%04X_", c)));

        assertThat(CliXml.decode(encoded.toString())).isEqualTo(text);
    }
}
