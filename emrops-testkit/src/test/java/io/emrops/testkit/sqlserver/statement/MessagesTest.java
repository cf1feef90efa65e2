package io.emrops.testkit.sqlserver.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Origin;
import io.emrops.testkit.sqlserver.grammar.Rule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private final Messages messages = Messages.of(16);

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17})
    void each_version_has_a_text_for_every_message(int version) {
        assertThat(Messages.of(version).all()).isNotEmpty().allSatisfy(message -> {
            assertThat(message.severity()).isBetween(10, 25);
            assertThat(message.text()).isNotBlank().isEqualTo(message.text().strip());
        });
    }

    @Test
    void values_take_the_places_of_placeholders() {
        assertThat(messages.message(3014).filled("BACKUP DATABASE", 328, 0, 45, 56, 910))
                .isEqualTo("BACKUP DATABASE successfully processed 328 pages in 0.045 seconds (56.910 MB/sec).");
        assertThat(messages.message(5060).filled(100))
                .isEqualTo("Nonqualified transactions are being rolled back. Estimated rollback completion: 100%.");
        assertThat(messages.message(3701).filled("drop", "database", "WARD"))
                .startsWith("Cannot drop the database 'WARD', because");
    }

    @Test
    void no_value_may_be_missing_and_none_may_be_left_over() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messages.message(102).filled())
                .withMessage("message 102 takes more than 0 values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messages.message(102).filled("a", "b"))
                .withMessage("message 102 takes 1 values, not 2");
    }

    @Test
    void no_placeholder_is_overlooked() {
        assertThat(messages.all()).allSatisfy(message -> {
            var rest = message.text().replace("%%", "");
            var values = new Object[(int) percentSigns(rest)];
            Arrays.fill(values, "x");

            assertThat(percentSigns(message.filled(values)) * 2)
                    .isEqualTo(message.text().length() - rest.length());
        });
    }

    private static long percentSigns(String text) {
        return text.chars().filter(c -> c == '%').count();
    }

    @Test
    void a_text_may_differ_between_versions() {
        assertThat(Messages.of(15).message(9002).text()).endsWith("is full due to '%ls'.");
        assertThat(Messages.of(16).message(9002).text()).endsWith("and the holdup lsn is %S_LSN.");
        assertThat(Messages.of(14).message(1712).text()).endsWith("in Enterprise edition of SQL Server.");
        assertThat(Messages.of(15).message(1712).text()).endsWith("or Azure SQL Edge.");
    }

    @Test
    void severities_are_those_that_are_sent() {
        assertThat(messages.message(262).error("BACKUP DATABASE", "WARD").severity())
                .isEqualTo(14);
        assertThat(messages.message(596).error().isFatal()).isTrue();
        assertThat(messages.message(3041).logOnly()).isTrue();
        assertThat(messages.message(3014).logOnly()).isFalse();
    }

    @Test
    void what_is_not_known_is_not_made_up() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messages.message(3602))
                .withMessage("no text is known for message 3602");
        assertThatIllegalArgumentException().isThrownBy(() -> Messages.of(12));
        assertThatIllegalArgumentException().isThrownBy(() -> Messages.of(18));
    }

    @Test
    void guesses_are_few_and_known() {
        assertThat(messages.all()).noneMatch(message -> message.origin() == Origin.UNVERIFIED);
        assertThat(Rule.values())
                .filteredOn(rule -> rule.origin() == Origin.UNVERIFIED)
                .containsExactly(
                        Rule.UNEXPECTED_TOKEN,
                        Rule.UNEXPECTED_KEYWORD,
                        Rule.UNEXPECTED_WITH,
                        Rule.AFTER_UNCLOSED_QUOTE,
                        Rule.VARIABLE_WHERE_NONE_MAY_BE,
                        Rule.NAME_TOO_LONG,
                        Rule.NAME_EMPTY,
                        Rule.NUMBER_OUT_OF_RANGE,
                        Rule.UNKNOWN_RESTORE_OPTION,
                        Rule.UNKNOWN_RESTORE_OPTION_WITH_VALUE,
                        Rule.OPTION_OF_NEWER_VERSION,
                        Rule.FILE_OPTION_MISSING,
                        Rule.FILE_OPTION_TWICE,
                        Rule.LOG_FILE_WITHOUT_DATA_FILE,
                        Rule.TOO_MANY_DBCC_PARAMETERS,
                        Rule.VALUE_AFTER_NAMED_VALUE,
                        Rule.OUTPUT_OF_CONSTANT,
                        Rule.COMMON_TABLE_WITHOUT_SEMICOLON,
                        Rule.EXPECTED_WORD,
                        Rule.ASSIGNMENT_AND_DATA,
                        Rule.NOT_FIRST_IN_BATCH,
                        Rule.MERGE_WITHOUT_SEMICOLON,
                        Rule.NESTED_TOO_DEEPLY,
                        Rule.UNKNOWN_TABLE_HINT,
                        Rule.UNKNOWN_SET_OPTION,
                        Rule.UNKNOWN_OBJECT_KIND,
                        Rule.COLUMN_WITHOUT_TYPE,
                        Rule.COLUMN_CONSTRAINT_TWICE,
                        Rule.ALL_OF_SET_OPERATOR,
                        Rule.INTO_OF_LATER_QUERY,
                        Rule.BREAK_OUTSIDE_OF_LOOP,
                        Rule.CONTINUE_OUTSIDE_OF_LOOP,
                        Rule.RETURN_WITH_VALUE,
                        Rule.DIRTY_READ_OF_TARGET,
                        Rule.COLUMN_NULL_TWICE,
                        Rule.THROW_OUTSIDE_OF_CATCH,
                        Rule.ROWS_OF_DIFFERENT_LENGTH,
                        Rule.MERGE_CHANGES_UNMATCHED,
                        Rule.MERGE_INSERTS_MATCHED,
                        Rule.ASSIGNMENT_IN_COMBINATION,
                        Rule.FETCH_WITHOUT_OFFSET);
    }
}
