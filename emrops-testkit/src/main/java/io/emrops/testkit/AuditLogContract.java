package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.audit.AuditEvent;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.AuditLog;
import io.emrops.audit.AuditPosition;
import io.emrops.audit.AuditTotal;
import io.emrops.audit.EventMeaning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link AuditLog} keeps to. Extend it and put its events into a table with columns for user, event type, outcome and patient,
 * and for nothing else. Failed logins are events of type {@code LOGIN} with outcome {@code FAILED}, accesses to patient data those that
 * name a patient.
 */
public abstract class AuditLogContract {
    private static final Instant BEGIN = Instant.parse("2026-10-20T10:00:00Z");

    private AuditLog log;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected AuditLogContract() {}

    /**
     * What has happened.
     *
     * @param time in whole milliseconds that end in 0
     */
    protected record Happened(
            Instant time, Optional<String> user, String type, Optional<String> outcome, Optional<String> patient) {}

    /** A log of these events, whose keys are in their order. */
    protected abstract AuditLog holding(List<Happened> events) throws Exception;

    /** A log whose mapping names a column that is not there. */
    protected abstract AuditLog misfit() throws Exception;

    /** A log of a system that does not answer. */
    protected abstract AuditLog unreachable() throws Exception;

    private static Happened at(int second, String user, String type, String outcome, String patient) {
        return new Happened(BEGIN.plusSeconds(second), some(user), type, some(outcome), some(patient));
    }

    private static Optional<String> some(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    @BeforeEach
    final void prepare() throws Exception {
        log = holding(List.of(
                at(0, "ada", "LOGIN", "OK", ""),
                at(10, "ada", "VIEW", "OK", "17"),
                at(10, "bob", "LOGIN", "FAILED", ""),
                at(20, "bob", "LOGIN", "FAILED", ""),
                at(30, "", "LOGIN", "FAILED", ""),
                at(30, "ada", "VIEW", "OK", "18"),
                at(60, "cyd", "EDIT", "OK", "17")));
    }

    private List<String> told(AuditFilter filter) {
        try (var events = log.events(filter)) {
            return events.map(AuditLogContract::line).toList();
        }
    }

    private static String line(AuditEvent event) {
        return event.time().getEpochSecond() - BEGIN.getEpochSecond() + " "
                + event.user().orElse("?") + " " + event.eventType().orElse("?");
    }

    @Test
    void the_target_says_the_same_of_itself_each_time() {
        assertThat(log.target()).isEqualTo(log.target());
    }

    @Test
    void events_come_by_time_and_then_by_key_in_both_directions() {
        var all = told(AuditFilter.all());
        var reversed = new ArrayList<>(told(AuditFilter.all().newestFirst()));

        assertThat(all)
                .containsExactly(
                        "0 ada LOGIN",
                        "10 ada VIEW",
                        "10 bob LOGIN",
                        "20 bob LOGIN",
                        "30 ? LOGIN",
                        "30 ada VIEW",
                        "60 cyd EDIT");
        Collections.reverse(reversed);
        assertThat(reversed).isEqualTo(all);
    }

    @Test
    void a_range_has_its_beginning_and_not_its_end() {
        assertThat(told(AuditFilter.all().between(BEGIN.plusSeconds(10), BEGIN.plusSeconds(30))))
                .containsExactly("10 ada VIEW", "10 bob LOGIN", "20 bob LOGIN");
        assertThat(told(AuditFilter.all().to(BEGIN.plusSeconds(10)))).containsExactly("0 ada LOGIN");
        assertThat(told(AuditFilter.all().from(BEGIN.plusSeconds(31)))).containsExactly("60 cyd EDIT");
        assertThat(told(AuditFilter.all().between(BEGIN.plusSeconds(20).plusMillis(10), BEGIN.plusSeconds(30))))
                .isEmpty();
    }

    @Test
    void values_are_one_of_those_named_and_no_value_is_none_of_them() {
        assertThat(told(AuditFilter.all().where(AuditField.USER, "bob", "cyd")))
                .containsExactly("10 bob LOGIN", "20 bob LOGIN", "60 cyd EDIT");
        assertThat(told(AuditFilter.all()
                        .where(AuditField.EVENT_TYPE, "VIEW", "EDIT")
                        .where(AuditField.PATIENT, "17")))
                .containsExactly("10 ada VIEW", "60 cyd EDIT");
        assertThat(told(AuditFilter.all().where(AuditField.USER, "x' OR 'a' = 'a")))
                .isEmpty();
    }

    @Test
    void meanings_are_those_of_the_mapping() {
        assertThat(told(AuditFilter.all().only(EventMeaning.FAILED_LOGIN)))
                .containsExactly("10 bob LOGIN", "20 bob LOGIN", "30 ? LOGIN");
        assertThat(told(AuditFilter.all().from(BEGIN.plusSeconds(20)).only(EventMeaning.PHI_ACCESS)))
                .containsExactly("30 ada VIEW", "60 cyd EDIT");
    }

    @Test
    void as_many_are_counted_as_there_are() {
        for (var filter : List.of(
                AuditFilter.all(),
                AuditFilter.all().to(BEGIN),
                AuditFilter.all().from(BEGIN.plusSeconds(10)).only(EventMeaning.PHI_ACCESS))) {
            assertThat(log.count(filter))
                    .as("%s", filter)
                    .isEqualTo(told(filter).size());
        }
    }

    @Test
    void totals_tell_how_many_the_first_and_the_last_and_the_most_come_first() {
        var totals = log.totals(AuditFilter.all(), List.of(AuditField.EVENT_TYPE), 10);

        assertThat(totals.largest())
                .extracting(
                        total -> total.get(AuditField.EVENT_TYPE).orElse("?"),
                        AuditTotal::events,
                        AuditTotal::first,
                        AuditTotal::last)
                .containsExactly(
                        tuple("LOGIN", 4L, BEGIN, BEGIN.plusSeconds(30)),
                        tuple("VIEW", 2L, BEGIN.plusSeconds(10), BEGIN.plusSeconds(30)),
                        tuple("EDIT", 1L, BEGIN.plusSeconds(60), BEGIN.plusSeconds(60)));
        assertThat(totals.groups()).isEqualTo(3);
        assertThat(totals.events()).isEqualTo(7);
        assertThat(totals.isCut()).isFalse();
    }

    @Test
    void totals_have_a_group_of_those_without_a_value_and_say_what_they_leave_off() {
        var totals = log.totals(AuditFilter.all(), List.of(AuditField.USER, AuditField.OUTCOME), 2);
        var all = log.totals(AuditFilter.all(), List.of(AuditField.USER, AuditField.OUTCOME), 10);

        assertThat(totals.largest()).hasSize(2);
        assertThat(totals.isCut()).isTrue();
        assertThat(totals.groups()).isEqualTo(4);
        assertThat(totals.events()).isEqualTo(7);
        assertThat(all.largest())
                .extracting(total -> total.get(AuditField.USER).orElse("?") + " "
                        + total.get(AuditField.OUTCOME).orElse("?") + " " + total.events())
                .containsExactlyInAnyOrder("ada OK 3", "bob FAILED 2", "? FAILED 1", "cyd OK 1");
    }

    @Test
    void totals_that_are_streamed_are_all_of_them_and_the_most_come_first() {
        try (var totals = log.totals(AuditFilter.all(), List.of(AuditField.USER, AuditField.OUTCOME))) {
            var lines = totals.map(total -> total.get(AuditField.USER).orElse("?") + " "
                            + total.get(AuditField.OUTCOME).orElse("?") + " " + total.events())
                    .toList();

            assertThat(lines).startsWith("ada OK 3", "bob FAILED 2").hasSize(4).contains("? FAILED 1", "cyd OK 1");
        }
    }

    @Test
    void there_are_no_totals_of_nothing() {
        var totals = log.totals(AuditFilter.all().to(BEGIN), List.of(AuditField.USER), 10);

        assertThat(totals.largest()).isEmpty();
        assertThat(totals.groups()).isZero();
        assertThat(totals.events()).isZero();
    }

    @Test
    void pages_put_together_are_the_whole() {
        for (var filter : List.of(AuditFilter.all(), AuditFilter.all().newestFirst())) {
            for (var size : List.of(3, 7)) {
                var lines = new ArrayList<String>();
                var after = Optional.<AuditPosition>empty();
                do {
                    var page = log.page(filter, size, after);
                    assertThat(page.events()).hasSizeLessThanOrEqualTo(size);
                    page.events().forEach(event -> lines.add(line(event)));
                    after = page.next();
                } while (after.isPresent());
                assertThat(lines).as("%s by %s", filter, size).isEqualTo(told(filter));
            }
        }
        assertThatIllegalArgumentException().isThrownBy(() -> log.page(AuditFilter.all(), 0, Optional.empty()));
    }

    @Test
    void a_stream_may_be_closed_before_its_end() {
        try (var events = log.events(AuditFilter.all())) {
            assertThat(events.limit(2).map(AuditLogContract::line)).containsExactly("0 ada LOGIN", "10 ada VIEW");
        }

        assertThat(log.count(AuditFilter.all())).isEqualTo(7);
    }

    @Test
    void a_mapping_that_does_not_fit_is_refused_by_everything_that_reads() throws Exception {
        var misfit = misfit();

        for (Runnable call : List.<Runnable>of(
                misfit::requireFit,
                () -> misfit.count(AuditFilter.all()),
                () -> misfit.events(AuditFilter.all()).close(),
                () -> misfit.page(AuditFilter.all(), 1, Optional.empty()),
                () -> misfit.totals(AuditFilter.all(), List.of(AuditField.USER)).close(),
                () -> misfit.totals(AuditFilter.all(), List.of(AuditField.USER), 1))) {
            assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(call::run);
        }
    }

    @Test
    void a_field_without_a_column_is_refused() {
        assertThat(log.table().column(AuditField.SOURCE)).isEmpty();
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> log.totals(AuditFilter.all(), List.of(AuditField.SOURCE), 1));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> log.count(AuditFilter.all().where(AuditField.SOURCE, "x")));
    }

    @Test
    void a_system_that_does_not_answer_is_unavailable() throws Exception {
        var gone = unreachable();

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> gone.events(AuditFilter.all()).close());
        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> gone.count(AuditFilter.all()));
    }
}
