package io.emrops.testkit.sqlserver.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Origin;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The page of the rules says what the code does. With {@code -Demrops.golden=write} its tables are written anew from the code. */
class RulesPageTest {
    private static final Path PAGE = Path.of("../docs/sql-server-rules.md");
    private static final String ROOM = "io.emrops.testkit.sqlserver.";

    @Test
    void the_page_is_what_the_code_says() throws IOException {
        var written = RulesPage.ofServer().written(PAGE);
        if ("write".equals(System.getProperty("emrops.golden"))) {
            Files.writeString(PAGE, written);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(written);
    }

    @Test
    void no_option_is_forgotten() {
        assertThat(OptionSections.all())
                .allSatisfy(section ->
                        assertThat(section.forgotten()).as(section.name()).isEmpty());
    }

    @Test
    void each_rule_is_written_once() {
        assertThat(StateRules.all()).extracting(StateRule::id).doesNotHaveDuplicates();
    }

    @Test
    void a_rule_is_shown_by_tests_that_speak_of_its_numbers() throws Exception {
        for (var rule : StateRules.all()) {
            var shown = new StringBuilder();
            for (var test : rule.tests()) {
                shown.append(sourceOf(test));
            }

            assertThat(rule.tests()).as(rule.id()).isNotEmpty();
            assertThat(rule.numbers())
                    .as(rule.id())
                    .allSatisfy(number -> assertThat(shown).containsPattern("\\b" + number + "\\b"));
        }
    }

    @Test
    void a_rule_knows_its_messages_and_its_page() {
        var messages = Messages.of(Messages.NEWEST);
        assertThat(StateRules.all()).allSatisfy(rule -> {
            assertThat(rule.numbers())
                    .allSatisfy(number ->
                            assertThat(messages.message(number).logOnly()).isFalse());
            if (rule.origin().isEmpty() || rule.origin().get() == Origin.VENDOR_PAGE) {
                assertThat(rule.page()).isNotEmpty();
            }
            assertThat(rule.page()).doesNotContain("/", "http");
        });
    }

    /** The text of a test with its annotations, up to the next one. */
    private static String sourceOf(String test) throws Exception {
        var parts = test.split("#");
        var type = Class.forName(ROOM + parts[0]);
        var methods = Arrays.stream(type.getDeclaredMethods())
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .map(Method::getName)
                .collect(Collectors.toSet());
        assertThat(methods).as("tests of %s", parts[0]).contains(parts[1]);
        var source = Files.readString(Path.of("src/test/java", type.getName().replace('.', '/') + ".java"));
        var name = source.indexOf("void " + parts[1] + "(");
        var begin = Math.max(source.lastIndexOf("@Test", name), source.lastIndexOf("@ParameterizedTest", name));
        var end = IntStream.of(source.indexOf("@Test", name), source.indexOf("@ParameterizedTest", name))
                .filter(next -> next > 0)
                .min()
                .orElse(source.length());
        return source.substring(begin, end);
    }
}
