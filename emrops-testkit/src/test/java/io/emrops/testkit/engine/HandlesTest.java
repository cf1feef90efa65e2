package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.ResumeRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.event.RunEvent;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class HandlesTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void a_run_that_was_paused_goes_on_under_the_handle_its_starter_holds() throws Exception {
        var going = new CountDownLatch(1);
        var book = Runbook.define("pause", "Pause", rb -> {
            rb.action("one", "One", run -> going.await()).nothingToUndo("no");
            rb.action("two", "Two", run -> fixture.say("two")).nothingToUndo("no");
        });
        var run = fixture.engine.start(book, EngineFixture.REQUEST);
        run.pause("operator", "coffee");
        going.countDown();
        assertThat(run.await().state()).isEqualTo(RunState.PAUSED);

        var resumed = fixture.engine.resume(book, run.id(), ResumeRequest.by("operator"));

        assertThat(resumed).isSameAs(run);
        assertThat(run.awaitState(RunState::ended, Duration.ofSeconds(20))).isTrue();
        assertThat(run.report().succeeded()).isTrue();
        assertThat(fixture.done).containsExactly("two");
    }

    @Test
    void only_the_starter_and_operators_take_a_run_up() throws Exception {
        var book = Runbook.define("mine", "Mine", rb -> rb.manual("go", "Go"));
        var run = fixture.engine.start(book, EngineFixture.REQUEST);
        run.pause("operator", "coffee");
        run.await();

        assertThatThrownBy(() -> fixture.engine.resume(book, run.id(), ResumeRequest.by("a.first")))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("a.first did not start it");

        assertThat(fixture.engine.resume(book, run.id())).isSameAs(run);
    }

    @Test
    void an_engine_forgets_runs_that_have_ended_and_still_reports_them() throws Exception {
        var book = Runbook.define(
                "end", "End", rb -> rb.action("one", "One", run -> {}).nothingToUndo("no"));
        var run = fixture.engine.start(book, EngineFixture.REQUEST);
        run.await();
        fixture.events.await(RunEvent.Ended.class, Duration.ofSeconds(20));

        Awaitility.await().until(() -> fixture.engine.run(run.id()).isEmpty());

        assertThat(fixture.engine.report(run.id()).succeeded()).isTrue();
        assertThat(fixture.engine.runs())
                .singleElement()
                .satisfies(info -> assertThat(info.known().orElseThrow().live()).isFalse());
    }
}
