package io.emrops.iis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.PreconditionFailedException;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

final class WebConfigTest {
    private static final String FILE = """
            <?xml version="1.0" encoding="utf-8"?>
            <!-- kept by the team -->
            <configuration>
              <appSettings>
                <add  value='old'   key="Region" /> <!-- where -->
                <add key="Other" value="a&amp;b > c"></add>
              </appSettings>
              <connectionStrings>
                <add name="Scheduler" connectionString="Server=old;Password=hunter2" providerName="System.Data.SqlClient" />
              </connectionStrings>
              <location path="." inheritInChildApplications="false">
                <system.webServer>
                  <handlers><add name="aspNetCore" path="*" verb="*" modules="AspNetCoreModuleV2" /></handlers>
                  <aspNetCore processPath="dotnet" arguments=".\\App.dll" stdoutLogEnabled="false" />
                </system.webServer>
              </location>
              <!-- <appSettings><add key="Region" value="commented" /></appSettings> -->
            </configuration>
            """;

    private static String apply(WebConfig edits, String file) {
        return new String(edits.apply(file.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private static List<String> preview(WebConfig edits, String file) {
        return edits.preview(file.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_value_is_set_and_all_else_stays_byte_for_byte() {
        var edits = WebConfig.unchanged().appSetting("region", "EU");

        assertThat(apply(edits, FILE)).isEqualTo(FILE.replace("value='old'", "value='EU'"));
        assertThat(preview(edits, FILE)).containsExactly("appSettings region: set, \"EU\"");
        assertThat(apply(edits, FILE.replace("\n", "\r\n")))
                .isEqualTo(FILE.replace("value='old'", "value='EU'").replace("\n", "\r\n"));
    }

    @Test
    void a_connection_string_keeps_its_provider_and_its_old_value_is_not_shown() {
        var edits = WebConfig.unchanged().connectionString("Scheduler", "Server=sql01;Integrated Security=true");

        assertThat(apply(edits, FILE))
                .isEqualTo(FILE.replace("Server=old;Password=hunter2", "Server=sql01;Integrated Security=true"));
        assertThat(preview(edits, FILE))
                .containsExactly("connectionStrings Scheduler: set, \"Server=sql01;Integrated Security=true\"")
                .noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void a_handler_gets_an_environment_that_it_did_not_have() {
        var edits = WebConfig.unchanged().handlerEnvironment("PORT", "8080").handlerEnvironment("MODE", "live");

        assertThat(apply(edits, FILE)).isEqualTo(FILE.replace("""
                      <aspNetCore processPath="dotnet" arguments=".\\App.dll" stdoutLogEnabled="false" />
                """, """
                      <aspNetCore processPath="dotnet" arguments=".\\App.dll" stdoutLogEnabled="false">
                        <environmentVariables>
                          <environmentVariable name="PORT" value="8080" />
                          <environmentVariable name="MODE" value="live" />
                        </environmentVariables>
                      </aspNetCore>
                """));
        assertThat(preview(edits, FILE))
                .containsExactly(
                        "environmentVariables PORT: added, \"8080\"", "environmentVariables MODE: added, \"live\"");
    }

    @Test
    void all_handlers_get_it() {
        var file = "<configuration><system.webServer><aspNetCore/><httpPlatform><environmentVariables/>"
                + "</httpPlatform></system.webServer>"
                + "<location path='admin'><system.webServer><aspNetCore/></system.webServer></location></configuration>";

        var edited = apply(WebConfig.unchanged().handlerEnvironment("A", "1"), file);

        assertThat(edited.split("name=\"A\" value=\"1\"", -1)).hasSize(3);
        assertThat(parsed(edited.getBytes(StandardCharsets.UTF_8))).isNotNull();
    }

    @Test
    void a_section_that_is_not_there_is_added() {
        var edits = WebConfig.unchanged().appSetting("Region", "EU");

        assertThat(apply(edits, "<configuration />"))
                .isEqualTo(
                        "<configuration>\n  <appSettings>\n    <add key=\"Region\" value=\"EU\" />\n  </appSettings>\n"
                                + "</configuration>");
        assertThat(apply(edits, "<configuration>\n    <x/>\n</configuration>\n"))
                .isEqualTo("<configuration>\n    <x/>\n    <appSettings>\n      <add key=\"Region\" value=\"EU\" />\n"
                        + "    </appSettings>\n</configuration>\n");
    }

    @Test
    void a_value_that_is_taken_back_behind_is_added_once_more() {
        var file = "<configuration><appSettings><add key=\"A\" value=\"1\"/><%s/></appSettings></configuration>";

        for (var back : List.of("clear", "remove key=\"a\"")) {
            assertThat(apply(WebConfig.unchanged().appSetting("A", "1"), String.format(file, back)))
                    .contains("value=\"1\"/>")
                    .contains("value=\"1\" />");
        }
        assertThat(preview(WebConfig.unchanged().appSetting("A", "1"), String.format(file, "remove key=\"B\"")))
                .isEmpty();
    }

    @Test
    void what_is_so_already_stays_as_it_is() {
        var edits = WebConfig.unchanged()
                .appSetting("Region", "a\u00e4 \"<>&'")
                .handlerEnvironment("X", "\n\t 1")
                .connectionString("New", "Server=x");

        var once = edits.apply(FILE.getBytes(StandardCharsets.UTF_8));

        assertThat(edits.preview(once)).isEmpty();
        assertThat(edits.apply(once)).isEqualTo(once);
        assertThat(WebConfig.unchanged().apply(new byte[] {1, 2})).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void a_byte_order_mark_and_its_encoding_are_kept(String name) {
        var charset = Charset.forName(name);
        var file = "\uFEFF<configuration><!-- \u00e4\u20ac --><appSettings/></configuration>";

        var edited = WebConfig.unchanged().appSetting("A", "\u20ac").apply(file.getBytes(charset));

        assertThat(new String(edited, charset))
                .startsWith("\uFEFF<configuration><!-- \u00e4\u20ac --><appSettings>")
                .contains("value=\"&#x20AC;\"");
    }

    @Test
    void a_declared_encoding_is_kept() {
        var file = "<?xml version='1.0' encoding='windows-1252'?><configuration><!-- \u20ac --></configuration>";
        var charset = Charset.forName("windows-1252");

        var edited = WebConfig.unchanged().appSetting("A", "\u4e00").apply(file.getBytes(charset));

        assertThat(new String(edited, charset)).contains("<!-- \u20ac -->").contains("&#x4E00;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<configuration>",
                "<configuration><a></configuration>",
                "<configuration a=1/>",
                "<configuration/><configuration/>",
                "<configuration>&nbsp;</configuration>",
                "<other/>",
                "<configuration>\u0001",
                "<!DOCTYPE configuration><configuration/>",
                "<!DOCTYPE c [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><configuration>&x;</configuration>",
                "<!DOCTYPE c [<!ENTITY x \"1\">]><configuration a=\"&x;\"/>",
                "<?xml version=\"1.0\" encoding=\"nothing\"?><configuration/>",
                "<configuration><appSettings configSource=\"other.config\"/></configuration>",
                "<configuration><appSettings configProtectionProvider=\"Rsa\"><EncryptedData/></appSettings></configuration>"
            })
    void a_file_that_cannot_be_edited_is_refused_with_its_line(String file) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> apply(WebConfig.unchanged().appSetting("A", "1"), file))
                .withMessageStartingWith("web.config line 1 ")
                .withMessageEndingWith("nothing was sent");
    }

    @Test
    void a_fault_is_told_with_its_line() {
        assertRefused("<configuration>\n  <a>\n</configuration>", 3);
        assertRefused("<configuration>\n\n<x\u0001/></configuration>", 3);
        assertRefused("<configuration>\n<appSettings configSource='x'/></configuration>", 2);
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> WebConfig.unchanged().appSetting("A", "1").apply(new byte[] {'<', '\n', (byte) 0xC3}))
                .withMessageContaining("line 2 is not in UTF-8");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> apply(WebConfig.unchanged().handlerEnvironment("A", "1"), "<configuration/>"))
                .withMessageContaining("neither aspNetCore nor httpPlatform");
    }

    private static void assertRefused(String file, int line) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> apply(WebConfig.unchanged().appSetting("A", "1"), file))
                .withMessageContaining("web.config line " + line + " ");
    }

    @Test
    void nesting_has_a_bound() {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> apply(
                        WebConfig.unchanged().appSetting("A", "1"),
                        "<configuration>" + "<a>".repeat(100_000) + "</a>".repeat(100_000) + "</configuration>"))
                .withMessageContaining("deeply");
    }

    @Test
    void no_entity_is_read_from_elsewhere(@TempDir Path directory) throws Exception {
        var secret = Files.writeString(directory.resolve("secret"), "4711");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> apply(
                        WebConfig.unchanged().appSetting("A", "1"),
                        "<!DOCTYPE c SYSTEM \"" + secret.toUri() + "\"><configuration/>"));
    }

    @Test
    void values_that_xml_cannot_have_and_passwords_are_refused() {
        var edits = WebConfig.unchanged();

        for (var bad : List.of("\0", "\u0001", "\uD800", "\uFFFE", "x".repeat(20_000))) {
            assertThatIllegalArgumentException().isThrownBy(() -> edits.appSetting("A", bad));
            assertThatIllegalArgumentException().isThrownBy(() -> edits.handlerEnvironment(bad, "1"));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> edits.appSetting(" ", "1"));
        for (var secret : List.of("Server=a;Password=hunter2", "PWD = hunter2;", "a;pwd=x")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> edits.connectionString("A", secret))
                    .withMessageNotContaining("hunter2");
        }
        assertThat(edits.appSetting("A", "")).hasToString("1 edits of web.config");
    }

    @Property(tries = 300)
    void whatever_is_set_is_read_back_by_a_parser_of_others(
            @ForAll @StringLength(min = 1, max = 20) String key, @ForAll @StringLength(max = 30) String value) {
        WebConfig edits;
        try {
            edits = WebConfig.unchanged().appSetting("k" + key, value);
        } catch (IllegalArgumentException e) {
            return;
        }
        var edited = edits.apply(FILE.getBytes(StandardCharsets.UTF_8));

        var settings =
                (Element) parsed(edited).getElementsByTagName("appSettings").item(0);
        var added = (Element) settings.getElementsByTagName("add").item(2);
        assertThat(added.getAttribute("key")).isEqualTo("k" + key);
        assertThat(added.getAttribute("value")).isEqualTo(value);
    }

    private static Element parsed(byte[] file) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(file))
                    .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
