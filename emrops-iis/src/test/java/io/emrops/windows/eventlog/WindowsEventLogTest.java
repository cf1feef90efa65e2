package io.emrops.windows.eventlog;

import static io.emrops.windows.eventlog.EventScene.AT;
import static io.emrops.windows.eventlog.EventScene.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.testkit.windows.PowerShellError;
import io.emrops.windows.ScriptFailedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WindowsEventLogTest {
    private static final EventQuery ALL = EventQuery.of("Application");

    private EventScene scene;

    @BeforeEach
    void open() throws Exception {
        scene = new EventScene();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void names_arrive_as_data() throws Exception {
        var name = "'\u2019;$(x)`\n*\"]";
        scene.events.add("Application", name, 5, 2, AT);
        scene.events.add("Application", "Another", 5, 2, AT);

        var page = scene.log.page(ALL.providers(name));

        assertThat(page.events())
                .containsExactly(new WindowsEvent(1, AT, "Application", name, 5, EventLevel.ERROR, "SCRIPTED"));
        assertThat(page.next()).isEmpty();
    }

    @Test
    void each_filter_filters() throws Exception {
        scene.events.add("Application", "Scheduler", 1, 2, AT);
        scene.events.add("Application", "Scheduler", 2, 4, AT.plusSeconds(1));
        scene.events.add("Application", "Gateway", 1, 0, AT.plusSeconds(2));
        scene.events.add("Application", "Gateway", 65_535, 200, AT.plusSeconds(3));

        assertThat(found(ALL)).containsExactly(4L, 3L, 2L, 1L);
        assertThat(found(ALL.providers("SCHEDULER", "scheduler"))).containsExactly(2L, 1L);
        assertThat(found(ALL.levels(EventLevel.ERROR))).containsExactly(1L);
        assertThat(found(ALL.levels(EventLevel.LOG_ALWAYS, EventLevel.INFORMATION)))
                .containsExactly(3L, 2L);
        assertThat(found(ALL.ids(List.of(1)))).containsExactly(3L, 1L);
        assertThat(found(ALL.ids(IntStream.rangeClosed(1, 40).boxed().toList())))
                .containsExactly(3L, 2L, 1L);
        assertThat(found(ALL.from(AT.plusSeconds(2)))).containsExactly(4L, 3L);
        assertThat(found(ALL.until(AT.plusSeconds(2)))).containsExactly(2L, 1L);
        assertThat(found(ALL.from(Instant.MIN).until(Instant.MAX))).hasSize(4);
        assertThat(found(ALL.from(Instant.MAX))).isEmpty();
        assertThat(found(ALL.until(Instant.MIN))).isEmpty();
        assertThat(scene.log.page(ALL).events())
                .extracting(WindowsEvent::level)
                .containsExactly(EventLevel.OTHER, EventLevel.LOG_ALWAYS, EventLevel.INFORMATION, EventLevel.ERROR);
    }

    private List<Long> found(EventQuery query) throws InterruptedException {
        return ids(scene.log.page(query).events());
    }

    /** The host's XPath has milliseconds, its events have 100 nanoseconds, and an Instant has nanoseconds. */
    @Test
    void borders_in_time_are_exact() throws Exception {
        scene.events.add("Application", "S", 1, 4, AT);

        assertThat(found(ALL.from(AT))).hasSize(1);
        assertThat(found(ALL.from(AT.minusNanos(1)))).hasSize(1);
        assertThat(found(ALL.from(AT.plusNanos(1)))).isEmpty();
        assertThat(found(ALL.until(AT))).isEmpty();
        assertThat(found(ALL.until(AT.plusNanos(1)))).hasSize(1);
        assertThat(found(ALL.until(AT.minusNanos(1)))).isEmpty();
    }

    @Test
    void a_clock_that_was_set_back_hides_nothing() throws Exception {
        scene.events.add("Application", "S", 1, 4, AT);
        scene.events.add("Application", "S", 1, 4, AT.minusSeconds(86_400 * 30));

        assertThat(found(ALL.from(AT))).containsExactly(1L);
    }

    @Test
    void pages_go_on_where_the_last_one_ended() throws Exception {
        scene.errors("S", 1, 5);
        var first = scene.log.page(ALL.most(2));
        scene.errors("S", 1, 3);

        var second = scene.log.page(ALL.most(2), first.next().orElseThrow());
        var third = scene.log.page(ALL.most(2), second.next().orElseThrow());

        assertThat(ids(first.events())).containsExactly(5L, 4L);
        assertThat(ids(second.events())).containsExactly(3L, 2L);
        assertThat(ids(third.events())).containsExactly(1L);
        assertThat(third.next()).isEmpty();
    }

    @Test
    void what_is_looked_at_in_one_call_is_bounded() throws Exception {
        scene.errors("Rare", 1, 1);
        scene.errors("Often", 1, 30);
        var log = scene.log.looking(10);

        var page = log.page(ALL.providers("Rare"));

        assertThat(page.events()).isEmpty();
        assertThat(page.next()).isPresent();
        var seen = new ArrayList<WindowsEvent>();
        assertThat(log.scan(ALL.providers("Rare"), seen::add)).isEmpty();
        assertThat(ids(seen)).containsExactly(1L);
    }

    @Test
    void a_page_says_why_it_cannot_go_on() throws Exception {
        scene.errors("S", 1, 5);
        var next = scene.log.page(ALL.most(2)).next().orElseThrow();
        scene.events.keep("Application", 1);

        var overwritten = scene.log.page(ALL, next);
        scene.events.clear("Application");
        var cleared = scene.log.page(ALL, next);
        scene.errors("S", 1, 5);
        var countedAnew = scene.log.page(ALL, new EventBookmark("Application", 4, AT.minusSeconds(9)));

        assertThat(overwritten.gap()).contains(new EventGap.Overwritten(5));
        assertThat(cleared.gap()).contains(new EventGap.Cleared());
        assertThat(countedAnew.gap()).contains(new EventGap.Overwritten(5));
        assertThat(List.of(overwritten, cleared, countedAnew)).allSatisfy(each -> {
            assertThat(each.events()).isEmpty();
            assertThat(each.next()).isEmpty();
        });
    }

    @Test
    void an_event_with_the_same_number_in_a_cleared_log_is_another_one() throws Exception {
        scene.errors("S", 1, 5);
        var place = scene.log.newest("Application");
        scene.events.clear("Application");
        for (var i = 0; i < 7; i++) {
            scene.events.add("Application", "S", 2, 2, AT.plusSeconds(100 + i));
        }

        var after = scene.log.after(ALL, place);
        var before = scene.log.page(ALL, place);

        assertThat(after.gap()).contains(new EventGap.Cleared());
        assertThat(ids(after.events())).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(before.gap()).contains(new EventGap.Cleared());
        assertThat(scene.log.after(ALL, after.bookmark()))
                .isEqualTo(new NewEvents(List.of(), after.bookmark(), false, Optional.empty()));
    }

    @Test
    void what_is_new_comes_oldest_first_and_once() throws Exception {
        scene.errors("S", 1, 2);
        var place = scene.log.newest("Application");
        scene.errors("S", 1, 1);
        scene.errors("Other", 1, 1);
        scene.errors("S", 1, 2);
        var query = ALL.providers("S").most(2);

        var first = scene.log.after(query, place);
        var second = scene.log.after(query, first.bookmark());
        scene.errors("Other", 1, 1);
        var third = scene.log.after(query, second.bookmark());

        assertThat(ids(first.events())).containsExactly(3L, 5L);
        assertThat(first.more()).isTrue();
        assertThat(ids(second.events())).containsExactly(6L);
        assertThat(second.more()).isFalse();
        assertThat(third.events()).isEmpty();
        assertThat(third.bookmark().recordId()).isEqualTo(7);
    }

    @Test
    void overwritten_events_are_a_gap_and_the_rest_comes() throws Exception {
        scene.errors("S", 1, 3);
        var place = scene.log.newest("Application");
        scene.events.keep("Application", 4);
        scene.errors("S", 1, 6);

        var after = scene.log.after(ALL, place);

        assertThat(after.gap()).contains(new EventGap.Overwritten(6));
        assertThat(ids(after.events())).containsExactly(6L, 7L, 8L, 9L);
    }

    @Test
    void an_empty_log_is_followed_from_its_beginning() throws Exception {
        var place = scene.log.newest("Application");

        assertThat(place).isEqualTo(EventBookmark.beginning("Application"));
        assertThat(scene.log.after(ALL, place).bookmark()).isEqualTo(place);
        scene.errors("S", 1, 1);
        assertThat(ids(scene.log.after(ALL, place).events())).containsExactly(1L);
        assertThat(scene.log.page(ALL, place).events()).isEmpty();
    }

    @Test
    void counts_are_by_source_in_any_case_and_id() throws Exception {
        scene.events.add("Application", "hospital scheduler", 7, 2, AT);
        scene.events.add("Application", "Hospital Scheduler", 7, 2, AT.plusSeconds(5));
        scene.events.add("Application", "Hospital Scheduler", 8, 2, AT.plusSeconds(6));

        var summary = scene.log.summary(ALL.most(1));

        assertThat(summary.counts())
                .containsExactly(
                        new EventCount("hospital scheduler", 7, 2, AT, AT.plusSeconds(5)),
                        new EventCount("hospital scheduler", 8, 1, AT.plusSeconds(6), AT.plusSeconds(6)));
        assertThat(summary.whole()).isTrue();
        assertThat(summary.total()).isEqualTo(3);
    }

    @Test
    void a_summary_says_that_the_log_does_not_reach_back() throws Exception {
        scene.errors("S", 1, 5);
        scene.events.keep("Application", 2);

        assertThat(scene.log.summary(ALL.from(AT)).whole()).isFalse();
        assertThat(scene.log.summary(ALL.from(AT.plusSeconds(3))).whole()).isTrue();
        assertThat(scene.log.summary(ALL).whole()).isTrue();
    }

    @Test
    void texts_come_only_when_asked_for() throws Exception {
        scene.events.add("Application", "S", 1, 2, AT, "Patient canary-4711");
        scene.events.add("Application", "Gone", 1, 2, AT, "Patient canary-4712");
        scene.events.add("System", "S", 1, 2, AT, "canary-4713");
        scene.events.uninstall("Gone");
        var events = new ArrayList<>(scene.log.page(ALL).events());
        events.addAll(scene.log.page(EventQuery.of("System")).events());

        assertThat(events.toString()).doesNotContain("canary");
        var messages = scene.log.messages(events);

        assertThat(messages).extracting(EventMessage::event).isEqualTo(events);
        assertThat(messages.get(0).text()).isEmpty();
        assertThat(messages.get(1).text()).contains("Patient canary-4711");
        assertThat(messages.get(2).text()).contains("canary-4713");
        assertThat(messages.toString()).doesNotContain("canary");
    }

    @Test
    void the_text_of_another_event_with_the_same_number_is_not_given() throws Exception {
        scene.events.add("Application", "S", 1, 2, AT, "old");
        var events = scene.log.page(ALL).events();
        scene.events.clear("Application");
        scene.events.add("Application", "S", 1, 2, AT.plusSeconds(1), "new");

        assertThat(scene.log.messages(events).get(0).text()).isEmpty();
    }

    @Test
    void many_texts_are_asked_for_in_few_calls() throws Exception {
        for (var i = 0; i < 50; i++) {
            scene.events.add("Application", "S", 1, 2, AT, "text " + i);
        }
        var events = scene.log.page(ALL).events();

        assertThat(scene.log.messages(events))
                .extracting(each -> each.text().orElse(""))
                .containsExactlyElementsOf(
                        IntStream.range(0, 50).mapToObj(i -> "text " + (49 - i)).toList());
        assertThat(scene.scripts().stream().filter("eventlog/messages"::equals)).hasSize(3);
    }

    @Test
    void a_log_that_is_not_there_or_closed_is_told() {
        scene.events.deny("Security");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> scene.log.page(EventQuery.of("None")))
                .withMessageContaining("has no event log None; nothing was changed");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> scene.log.page(EventQuery.of("Security")))
                .withMessageContaining("Event Log Readers");
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> scene.log.newest("security"));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> scene.log.messages(
                        List.of(new WindowsEvent(1, AT, "Security", "S", 1, EventLevel.ERROR, "APP01"))));
    }

    @Test
    void a_log_that_is_cleared_in_the_middle_may_be_read_again() {
        scene.scripted.onScript("eventlog/read", call -> {
            throw PowerShellError.of("EventLogReadingException", "NotSpecified")
                    .from("System.Diagnostics.Eventing.Reader.EventLogReadingException", 0x80131500);
        });

        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> scene.log.page(ALL));
    }

    @Test
    void other_errors_stay_what_they_are() {
        scene.scripted.onScript("eventlog/read", call -> {
            throw PowerShellError.of("EventLogException", "NotSpecified");
        });

        assertThatExceptionOfType(ScriptFailedException.class).isThrownBy(() -> scene.log.page(ALL));
    }

    @Test
    void a_missing_list_is_an_empty_one() throws Exception {
        var none = "1601-01-01T00:00:00.0000000Z";
        scene.scripted.onScript(
                "eventlog/read",
                call -> Map.of(
                        "anchor",
                        "none",
                        "oldestId",
                        0,
                        "oldestAt",
                        none,
                        "newestId",
                        0,
                        "newestAt",
                        none,
                        "lastId",
                        0,
                        "lastAt",
                        none,
                        "more",
                        false));

        assertThat(scene.log.page(ALL).events()).isEmpty();
    }

    @Test
    void what_cannot_be_is_refused_before_the_host_is_asked() {
        assertThatIllegalArgumentException().isThrownBy(() -> EventQuery.of("forwardedevents"));
        assertThatIllegalArgumentException().isThrownBy(() -> EventQuery.of("*"));
        assertThatIllegalArgumentException().isThrownBy(() -> EventQuery.of(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> ALL.most(0));
        assertThatIllegalArgumentException().isThrownBy(() -> ALL.most(1001));
        assertThatIllegalArgumentException().isThrownBy(() -> ALL.ids(List.of(65_536)));
        assertThatIllegalArgumentException().isThrownBy(() -> ALL.levels(EventLevel.OTHER));
        assertThatIllegalArgumentException().isThrownBy(() -> new EventBookmark("System", -1, AT));
        assertThatIllegalArgumentException().isThrownBy(() -> scene.log.page(ALL, EventBookmark.beginning("System")));
        assertThatIllegalArgumentException().isThrownBy(() -> scene.log.after(ALL, EventBookmark.beginning("System")));
        assertThat(scene.scripts()).isEmpty();
    }
}
