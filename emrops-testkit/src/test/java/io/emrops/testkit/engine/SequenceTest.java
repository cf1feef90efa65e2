package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Backoff;
import io.emrops.Condition;
import io.emrops.Finding;
import io.emrops.Items;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.event.RunEvent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SequenceTest {
    private final EngineFixture fixture = new EngineFixture();

    public record Wave(String name, List<String> hosts) {}

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void steps_run_in_order_and_read_what_came_before() throws Exception {
        var seen = new AtomicReference<Object>();
        var book = Runbook.define("waves", "Waves", rb -> {
            var wave = rb.step("wave", "Choose", Wave.class, run -> new Wave("a", List.of("h1", "h2")))
                    .nothingToUndo("it only chooses");
            var answers = rb.forEach(
                            "ping", "Ping {item}", wave.items(Wave::hosts, h -> h), Integer.class, (run, h) -> {
                                fixture.say("ping " + h);
                                return h.length();
                            })
                    .nothingToUndo("it only looks");
            rb.verify("well", "All is well", run -> Finding.ok("fine"));
            rb.action("last", "Last", run -> seen.set(run.get(wave).name() + run.get(answers)))
                    .nothingToUndo("it only reads");
        });

        var report = fixture.run(book);

        assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("ping h1", "ping h2");
        assertThat(seen.get()).isEqualTo("a{h1=2, h2=2}");
        assertThat(report.steps())
                .extracting(Report.StepReport::path)
                .containsExactly("wave", "ping", "ping[h1]", "ping[h2]", "well", "last");
        assertThat(report.toMarkdown()).contains("Succeeded");
        assertThat(report.toJson()).contains("\"state\" : \"SUCCEEDED\"");
    }

    @Test
    void a_failure_undoes_what_finished_in_reverse_order() throws Exception {
        var book = Runbook.define("three", "Three", rb -> {
            rb.action("one", "One", run -> fixture.say("one")).undo(run -> fixture.say("undo one"));
            rb.step("two", "Two", String.class, run -> "two's result").undo((run, r) -> fixture.say("undo " + r));
            rb.action("three", "Three", run -> {
                        throw new StepFailedException("no luck");
                    })
                    .undoAttempt(run -> fixture.say("clean three"));
        });

        var report = fixture.run(book);

        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(fixture.done).containsExactly("one", "clean three", "undo two's result", "undo one");
        assertThat(report.leftChanged()).isEmpty();
        assertThatThrownBy(report::orThrow)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("no luck");
    }

    @Test
    void a_step_that_failed_halfway_without_an_undo_for_attempts_is_left_changed_and_said_so() throws Exception {
        var book = Runbook.define("half", "Half", rb -> {
            rb.action("one", "One", run -> fixture.say("one")).undo(run -> fixture.say("undo one"));
            rb.action("two", "Two", run -> {
                        throw new StepFailedException("no luck");
                    })
                    .undo(run -> fixture.say("undo two"));
        });

        var report = fixture.run(book);

        assertThat(report.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(report.leftChanged())
                .singleElement()
                .asString()
                .contains("two")
                .contains("half done");
        assertThat(fixture.done).containsExactly("one", "undo one");
    }

    @Test
    void a_failed_requirement_before_any_change_leaves_nothing_to_undo() throws Exception {
        var book = Runbook.define("require", "Require", rb -> {
            rb.require("room", "There is room", run -> Finding.notOk("no room"));
            rb.action("one", "One", run -> fixture.say("one")).nothingToUndo("no");
        });

        var report = fixture.run(book);

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.verdict()).contains("no room").contains("Nothing is left changed");
        assertThat(fixture.done).isEmpty();
    }

    @Test
    void an_unavailable_target_is_tried_again_and_nothing_else_is() throws Exception {
        var tries = new AtomicInteger();
        var book = Runbook.define("retry", "Retry", rb -> {
            rb.action("flaky", "Flaky", run -> {
                        if (tries.incrementAndGet() < 3) {
                            throw new TargetUnavailableException("not yet");
                        }
                        fixture.say("attempt " + run.attempt());
                    })
                    .attempts(3, Backoff.fixed(Duration.ofMillis(1)))
                    .nothingToUndo("no");
        });

        var report = fixture.run(book);

        assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("attempt 3");
        assertThat(report.steps().get(0).attempts()).hasSize(3);
    }

    @Test
    void progress_of_a_check_is_told_behind_its_beginning() throws Exception {
        var book = Runbook.define("telling", "Telling", rb -> {
            rb.action("one", "One", run -> {}).nothingToUndo("no");
            rb.verify("well", "All is well", run -> {
                run.progress().report(1, 1, "looks");
                run.log("looked");
                return Finding.ok("fine");
            });
        });

        fixture.run(book);
        fixture.engine.close();

        assertThat(fixture.events.events())
                .filteredOn(e -> e instanceof RunEvent.StepStarted
                        || e instanceof RunEvent.StepProgressed
                        || e instanceof RunEvent.StepSaid
                        || e instanceof RunEvent.StepFinished)
                .extracting(e -> e.getClass().getSimpleName())
                .containsExactly(
                        "StepStarted", "StepFinished", "StepStarted", "StepProgressed", "StepSaid", "StepFinished");
    }

    @Test
    void a_listener_is_told_of_the_end_although_the_engine_is_closed_right_after_it() throws Exception {
        var book = Runbook.define("end", "End", rb -> rb.verify("well", "All is well", run -> Finding.ok("fine")));

        for (int i = 0; i < 300; i++) {
            fixture.run(book);
            fixture.engine.close();
            assertThat(fixture.events.events(RunEvent.Ended.class)).hasSize(i + 1);
            fixture.restart();
        }
    }

    @Test
    void a_skipped_step_gives_an_empty_result() throws Exception {
        var seen = new AtomicReference<Optional<String>>();
        var book = Runbook.define("skip", "Skip", rb -> {
            var maybe = rb.step("maybe", "Maybe", String.class, run -> "x")
                    .nothingToUndo("no")
                    .onlyIf("never", run -> false);
            rb.action("read", "Read", run -> seen.set(run.get(maybe))).nothingToUndo("no");
        });

        assertThat(fixture.run(book).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(seen.get()).isEmpty();
    }

    @Test
    void branches_run_side_by_side_and_are_read_behind_all_of_them() throws Exception {
        var seen = new AtomicReference<String>();
        var book = Runbook.define("branches", "Branches", rb -> {
            var both = rb.parallel("copies", "Copies");
            var east = both.branch(
                    "east",
                    "East",
                    b -> b.step("copy", "Copy", String.class, run -> "e").nothingToUndo("no"));
            var west = both.branch(
                    "west",
                    "West",
                    b -> b.step("copy", "Copy", String.class, run -> "w").nothingToUndo("no"));
            rb.action("read", "Read", run -> seen.set(run.get(east) + run.get(west)))
                    .nothingToUndo("no");
        });

        assertThat(fixture.run(book).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(seen.get()).isEqualTo("ew");
    }

    @Test
    void a_branch_does_not_see_into_its_sibling() throws Exception {
        var book = Runbook.define("siblings", "Siblings", rb -> {
            var both = rb.parallel("p", "P").atMost(1);
            var east = both.branch(
                    "east",
                    "East",
                    b -> b.step("a", "A", String.class, run -> "e").nothingToUndo("no"));
            both.branch(
                    "west",
                    "West",
                    b -> b.step("b", "B", String.class, run -> run.get(east)).nothingToUndo("no"));
        });

        var report = fixture.run(book);

        assertThat(report.state()).isNotEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void a_fan_out_stops_after_failures_and_tells_which_items() throws Exception {
        var book = Runbook.define(
                "fan",
                "Fan",
                rb -> rb.forEach("restart", "Restart {item}", Items.of(List.of("a", "b", "c"), s -> s), (run, s) -> {
                            fixture.say(s);
                            if (s.equals("b")) {
                                throw new StepFailedException("b is stubborn");
                            }
                        })
                        .undo((run, s, r) -> fixture.say("undo " + s))
                        .undoAttempt((run, s) -> fixture.say("clean " + s)));

        var report = fixture.run(book);

        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(fixture.done).containsExactly("a", "b", "clean b", "undo a");
        assertThat(report.verdict()).contains("b, c");
    }

    @Test
    void a_message_of_a_foreign_exception_is_withheld() throws Exception {
        var book = Runbook.define(
                "foreign",
                "Foreign",
                rb -> rb.action("x", "X", run -> {
                            throw new IllegalArgumentException("patient 4711 Meier");
                        })
                        .nothingToUndo("no"));

        var report = fixture.run(book);

        assertThat(report.toMarkdown() + report.toJson())
                .doesNotContain("Meier")
                .contains("IllegalArgumentException");
    }

    @Test
    void the_params_reach_the_bodies_converted() throws Exception {
        var seen = new AtomicReference<Object>();
        var book = Runbook.define("params", "Params", rb -> {
            var count = rb.param("count", Integer.class).check("must be positive", n -> n > 0);
            var name = rb.param("name", String.class).orElse("x");
            rb.action("read", "Read", run -> seen.set(Map.of(run.get(name), run.get(count))))
                    .nothingToUndo("no");
        });

        fixture.engine.start(book, EngineFixture.REQUEST.with("count", "3")).await();

        assertThat(seen.get()).isEqualTo(Map.of("x", 3));
    }

    private Runbook eachIf(Condition condition) {
        return Runbook.define("each", "Each", rb -> {
            var each = rb.forEach(
                            "each", "Do {item}", Items.of(List.of("a", "b"), x -> x), String.class, (run, item) -> {
                                fixture.say(item);
                                return item.toUpperCase(Locale.ROOT);
                            })
                    .nothingToUndo("no")
                    .onlyIf("it is wanted", condition);
            rb.action("read", "Read", run -> fixture.say("read " + run.get(each)))
                    .nothingToUndo("no");
        });
    }

    @Test
    void a_fan_out_whose_condition_does_not_hold_is_skipped_and_has_no_results() throws Exception {
        var report = fixture.run(eachIf(run -> false));

        assertThat(report.succeeded()).isTrue();
        assertThat(fixture.done).containsExactly("read {}");
        assertThat(report.steps().get(0).state()).isEqualTo(Report.StepState.SKIPPED);
        assertThat(report.toMarkdown()).contains("it is wanted");
    }

    @Test
    void a_fan_out_whose_condition_holds_works_on_its_items() throws Exception {
        assertThat(fixture.run(eachIf(run -> true)).succeeded()).isTrue();

        assertThat(fixture.done).containsExactly("a", "b", "read {a=A, b=B}");
    }

    @Test
    void a_rehearsal_says_of_each_item_that_it_is_done_under_a_condition() {
        var plan = fixture.engine.plan(eachIf(run -> true), EngineFixture.REQUEST);

        assertThat(plan.steps().subList(0, 2))
                .allSatisfy(step -> assertThat(step.remarks()).contains("only if: it is wanted"));
    }
}
