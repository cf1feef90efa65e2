package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Probe;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.history.RunHistory;
import io.emrops.testkit.InMemoryRunStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong with a request, a journal or a store is told before anything is touched. */
@Timeout(60)
final class BadInputTest {
    enum Size {
        SMALL,
        LARGE
    }

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Runbook book() {
        return Runbook.define("params", "Params", rb -> {
            rb.param("version", String.class).matches("\\d+\\.\\d+");
            rb.param("count", Integer.class);
            rb.param("day", LocalDate.class);
            rb.param("size", Size.class);
            rb.param("picky", Integer.class)
                    .check("must be known", n -> List.of("a", "b").get(n) != null);
            rb.param("optional", String.class).orElse("x");
            rb.param("needed", String.class);
            rb.secret("password");
            rb.secret("token");
            rb.require("look", "Look", run -> {
                fixture.say("looked");
                return Finding.ok("");
            });
            rb.action("act", "Act", run -> fixture.say("acted")).nothingToUndo("no");
        });
    }

    @Test
    void all_faults_of_the_parameters_are_told_at_once() {
        var request = EngineFixture.REQUEST
                .with("version", "two")
                .with("count", "many")
                .with("day", "tomorrow")
                .with("size", "medium")
                .with("picky", 7)
                .with("optional", Secret.of("swordfish1".toCharArray()))
                .with("password", "swordfish2")
                .with("unknown", 1);

        var planned =
                catchThrowableOfType(PreconditionFailedException.class, () -> fixture.engine.plan(book(), request));
        var started =
                catchThrowableOfType(PreconditionFailedException.class, () -> fixture.engine.start(book(), request));

        assertThat(started)
                .hasMessage(planned.getMessage())
                .hasMessageContainingAll(
                        "\"version\" must match",
                        "\"count\" is no integer",
                        "\"day\" is no ",
                        "\"size\" is no ",
                        "\"picky\"",
                        "\"optional\" is not a secret parameter",
                        "\"needed\" is missing",
                        "\"password\" is a secret; give it as a Secret",
                        "the secret \"token\" is missing",
                        "there is no parameter \"unknown\"");
        assertThat(started.getMessage()).doesNotContain("swordfish");
        assertThat(fixture.done).isEmpty();
        assertThat(fixture.store.runs()).isEmpty();
        assertThat(fixture.leases.held()).isEmpty();
    }

    @Test
    void a_value_is_not_bent_to_fit() {
        for (var value : List.<Object>of(3.7, "3.7", "", true, List.of(3), "2147483648")) {
            refused("count", value);
        }
        for (var value : List.<Object>of("", 0, "Large", List.of("LARGE"))) {
            refused("size", value);
        }
        for (var value : List.<Object>of("", 20260101, "2026-02-30", "2026-01-01T00:00")) {
            refused("day", value);
        }
        for (var value : List.<Object>of(5, true, List.of("2.0"))) {
            refused("version", value);
        }
    }

    private void refused(String param, Object value) {
        var thrown = catchThrowableOfType(
                PreconditionFailedException.class,
                () -> fixture.engine.start(book(), EngineFixture.REQUEST.with(param, value)));
        assertThat(thrown).as(param + " = " + value).hasMessageContaining("\"" + param + "\" is no ");
    }

    @Test
    void bodies_that_break_their_contract_fail_their_step_and_not_the_engine() throws Exception {
        var nothing = Runbook.define("null", "Null", rb -> {
            rb.verify("check", "Check", run -> nothing());
        });
        assertThat(fixture.run(nothing).state()).isEqualTo(RunState.FAILED);

        var probe = Runbook.define(
                "probe",
                "Probe",
                rb -> rb.action("act", "Act", run -> {
                            throw new OutcomeUnknownException("cut off");
                        })
                        .nothingToUndo("no")
                        .inDoubt(InDoubt.probe(run -> BadInputTest.<Probe<io.emrops.Done>>nothing())));
        var run = fixture.engine.start(probe, EngineFixture.REQUEST);
        assertThat(run.awaitState(s -> s == RunState.IN_DOUBT, Duration.ofSeconds(10)))
                .isTrue();
        assertThat(run.questions()).hasSize(1);
    }

    @SuppressWarnings("NullAway") // what an author should not do
    private static <T> T nothing() {
        return null;
    }

    @ParameterizedTest
    @EnumSource(
            value = Problem.class,
            names = {"FULL", "FAILED"})
    void a_store_that_fails_in_the_middle_stops_the_run_at_once(Problem problem) throws Exception {
        var resuming = new java.util.concurrent.atomic.AtomicBoolean();
        var book = Runbook.define("middle", "Middle", rb -> {
            rb.action("one", "One", run -> fixture.say("one")).undoAttempt(run -> fixture.say("undo one"));
            rb.action("two", "Two", run -> {
                        fixture.say("two");
                        if (!resuming.get()) {
                            fixture.store.failNextAppend(problem);
                        }
                    })
                    .inDoubt(InDoubt.rerun())
                    .undoAttempt(run -> fixture.say("undo two"));
            rb.action("three", "Three", run -> fixture.say("three")).nothingToUndo("no");
        });

        var run = fixture.engine.start(book, EngineFixture.REQUEST);
        var thrown = catchThrowableOfType(StoreException.class, run::await);

        assertThat(thrown.problem()).isEqualTo(problem);
        assertThat(run.storeFailure()).containsSame(thrown);
        assertThat(run.state().ended()).isFalse();
        fixture.engine.close();
        assertThat(fixture.done).containsExactly("one", "two");

        resuming.set(true);
        var reopened = fixture.store.reopen();
        try (var second = fixture.on(reopened)) {
            assertThat(second.resume(book, run.id()).await().state()).isEqualTo(RunState.SUCCEEDED);
        }
        assertThat(fixture.done).containsExactly("one", "two", "two", "three");
    }

    @ParameterizedTest
    @EnumSource(
            value = Problem.class,
            names = {"FULL", "FAILED"})
    void a_store_that_fails_at_the_start_lets_no_run_begin(Problem problem) {
        fixture.store.failNextAppend(problem);

        var thrown =
                catchThrowableOfType(StoreException.class, () -> fixture.engine.start(simple(), EngineFixture.REQUEST));

        assertThat(thrown.problem()).isEqualTo(problem);
        assertThat(fixture.done).isEmpty();
    }

    private Runbook simple() {
        return Runbook.define(
                "simple",
                "Simple",
                rb -> rb.action("act", "Act", run -> fixture.say("acted")).nothingToUndo("no"));
    }

    @Test
    void records_of_a_newer_emrops_are_refused_as_such() throws Exception {
        var id = fixture.engine.start(simple(), EngineFixture.REQUEST).await().runId();
        var records = fixture.store.read(id);

        requireProblem(Problem.NEWER_FORMAT, List.of(text(records.get(0)).replace("\"format\":1", "\"format\":2")));
        requireProblem(
                Problem.NEWER_FORMAT,
                List.of(text(records.get(0))
                        .replace("\"format\":1", "\"format\":2")
                        .replace("\"params\":{}", "\"params\":[1,2]")));
        requireProblem(
                Problem.NEWER_FORMAT,
                List.of(text(records.get(0)), "{\"record\":\"step-teleported\",\"at\":\"2026-01-01T00:00:00Z\"}"));
        requireProblem(Problem.CORRUPT, List.of(text(records.get(0)), "{\"record\":\"step-done\"}"));
        requireProblem(Problem.CORRUPT, List.of(text(records.get(0)), text(records.get(0))));
        requireProblem(Problem.CORRUPT, List.of(text(records.get(1))));
        requireProblem(Problem.CORRUPT, List.of("not a record"));
        requireProblem(Problem.CORRUPT, List.of("[]"));
        requireProblem(Problem.CORRUPT, List.of("{\"record\":\"run-started\",\"format\":1}"));
    }

    private static String text(byte[] record) {
        return new String(record, StandardCharsets.UTF_8);
    }

    private void requireProblem(Problem problem, List<String> records) {
        var store = new InMemoryRunStore();
        store.append(new io.emrops.spi.RunStore.Batch(
                "run",
                0,
                records.stream().map(r -> r.getBytes(StandardCharsets.UTF_8)).toList(),
                false));
        try (var engine = fixture.on(store)) {
            var reported = catchThrowableOfType(StoreException.class, () -> engine.report("run"));
            var resumed = catchThrowableOfType(StoreException.class, () -> engine.resume(simple(), "run"));

            assertThat(reported.problem()).as("%s", records).isEqualTo(problem);
            assertThat(resumed).hasMessage(reported.getMessage()).hasMessageContaining("un run");
        }
        var read = catchThrowableOfType(StoreException.class, () -> RunHistory.read("run", store.read("run")));
        assertThat(read.problem()).isEqualTo(problem);
    }

    @Test
    void a_run_that_is_not_there_is_told_as_such() {
        var thrown = catchThrowableOfType(StoreException.class, () -> fixture.engine.report("20260101-none"));

        assertThat(thrown.problem()).isEqualTo(Problem.NOT_FOUND);
    }

    @Test
    void an_actor_is_somebody() {
        var thrown = catchThrowableOfType(IllegalArgumentException.class, () -> RunRequest.by(" "));

        assertThat(thrown).hasMessageContaining("somebody");
    }
}
