package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Engine;
import io.emrops.OutcomeUnknownException;
import io.emrops.Run;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.core.journal.FileInbox;
import io.emrops.testkit.ManualTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What other processes ask of a run, through files beside its journal. */
@Timeout(60)
final class InboxTest {
    @TempDir
    private Path directory;

    private ManualTime time;
    private Engine engine;

    @BeforeEach
    void open() {
        time = ManualTime.at("2026-03-02T10:00:00Z");
        engine = Emrops.builder(directory)
                .authorizer(TimedFixture.STAFF)
                .time(time)
                .build();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static Runbook approved() {
        return Runbook.define(
                "approved", "Approved", rb -> rb.approval("go", "Go").by("change-board"));
    }

    private Run waiting() throws InterruptedException {
        var run = engine.start(approved(), TimedFixture.REQUEST);
        TimedFixture.awaitState(run, RunState.WAITING);
        return run;
    }

    private void poll(Run run, RunState wanted) throws InterruptedException {
        for (int i = 0; i < 200 && run.state() != wanted; i++) {
            time.advance(Duration.ofSeconds(1));
            run.awaitState(s -> s == wanted, Duration.ofMillis(20));
        }
        TimedFixture.awaitState(run, wanted);
    }

    private long requests() throws Exception {
        try (var files = Files.walk(directory)) {
            return files.filter(f -> f.toString().endsWith(".request")).count();
        }
    }

    private void awaitRequests(long wanted) throws Exception {
        for (int i = 0; i < 400 && requests() != wanted; i++) {
            time.awaitTimer(Duration.ofSeconds(20));
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(requests()).isEqualTo(wanted);
    }

    @Test
    void another_process_approves() throws Exception {
        var run = waiting();

        Emrops.inbox(directory)
                .answer(
                        run.id(),
                        "go",
                        Answer.agree("a.first").having(run.questions().get(0).hash()));

        poll(run, RunState.SUCCEEDED);
        awaitRequests(0);
    }

    @Test
    void another_process_cancels() throws Exception {
        var run = waiting();

        Emrops.inbox(directory).cancel(run.id(), "operator", "wrong day");

        poll(run, RunState.CANCELLED);
        assertThat(run.report().verdict()).contains("wrong day");
    }

    @Test
    void another_process_pauses() throws Exception {
        var run = waiting();

        Emrops.inbox(directory).pause(run.id(), "operator", "lunch");

        poll(run, RunState.PAUSED);
    }

    @Test
    void another_process_says_what_became_of_a_step_and_gives_its_result() throws Exception {
        var book = Runbook.define(
                "doubt",
                "Doubt",
                rb -> rb.step("x", "X", Duration.class, run -> {
                            throw new OutcomeUnknownException("dead");
                        })
                        .nothingToUndo("no"));
        var run = engine.start(book, TimedFixture.REQUEST);
        run.await();

        Emrops.inbox(directory).answer(run.id(), "x", Answer.applied("operator", Duration.ofMinutes(3)));

        poll(run, RunState.SUCCEEDED);
    }

    @Test
    void a_request_of_somebody_who_may_not_is_taken_away_and_changes_nothing() throws Exception {
        var run = waiting();

        Emrops.inbox(directory).cancel(run.id(), "a.first", "");
        Emrops.inbox(directory).answer(run.id(), "go", Answer.agree("operator"));
        Emrops.inbox(directory).answer(run.id(), "nowhere", Answer.agree("a.first"));

        awaitRequests(0);
        assertThat(run.state()).isEqualTo(RunState.WAITING);
    }

    @Test
    void a_request_for_a_run_that_has_ended_is_taken_away() throws Exception {
        var run = waiting();
        run.cancel("operator", "");
        run.await();

        Emrops.inbox(directory).cancel(run.id(), "operator", "again");
        Emrops.inbox(directory).pause("never-was", "operator", "");

        awaitRequests(0);
    }

    @Test
    void a_request_that_is_none_is_taken_away_and_those_behind_it_are_carried_out() throws Exception {
        var run = waiting();

        for (var garbage : new String[] {
            "",
            "not json",
            "[]",
            "{}",
            "{\"run\":\"" + run.id() + "\"}",
            "{\"run\":\"" + run.id() + "\",\"kind\":\"explode\",\"by\":\"operator\"}",
            "{\"run\":\"" + run.id() + "\",\"kind\":\"answer\",\"by\":\"operator\",\"verdict\":\"MAYBE\"}",
            "{\"run\":\"" + run.id() + "\",\"kind\":\"answer\",\"by\":\" \",\"verdict\":\"AGREED\",\"step\":\"go\"}"
        }) {
            FileInbox.send(directory.resolve("journal"), garbage.getBytes(StandardCharsets.UTF_8));
        }
        Emrops.inbox(directory).cancel(run.id(), "operator", "");

        poll(run, RunState.CANCELLED);
        awaitRequests(0);
    }

    @Test
    void a_request_for_a_run_that_nobody_is_at_work_on_waits_until_somebody_is() throws Exception {
        var run = waiting();
        engine.close();
        Emrops.inbox(directory).answer(run.id(), "go", Answer.agree("a.first"));
        open();
        time.awaitTimer(Duration.ofSeconds(20));
        time.advance(Duration.ofSeconds(1));
        time.awaitTimer(Duration.ofSeconds(20));
        assertThat(requests()).isEqualTo(1);

        var resumed = engine.resume(approved(), run.id());

        poll(resumed, RunState.SUCCEEDED);
    }
}
