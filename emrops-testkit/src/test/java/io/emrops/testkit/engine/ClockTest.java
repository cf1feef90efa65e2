package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.Runbook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ClockTest {
    private final TimedFixture fixture = new TimedFixture();
    private final List<Instant> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Runbook looking() {
        return Runbook.define("looking", "Looking", rb -> {
            rb.action("a", "A", run -> seen.add(run.now())).nothingToUndo("no");
            rb.manual("told", "Told");
            rb.action("b", "B", run -> seen.add(run.now())).nothingToUndo("no");
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {-3, 3})
    void a_jump_of_the_wall_clock_is_noted_and_the_time_of_the_run_goes_on(long hours) throws Exception {
        var run = fixture.start(looking());
        TimedFixture.awaitState(run, RunState.WAITING);

        fixture.time.jumpWallClock(Duration.ofHours(hours));
        fixture.time.advance(Duration.ofMinutes(1));
        run.answer("told", Answer.confirm("operator"));
        TimedFixture.awaitState(run, RunState.SUCCEEDED);

        assertThat(Duration.between(seen.get(0), seen.get(1))).isEqualTo(Duration.ofMinutes(1));
        assertThat(run.report().story())
                .extracting(Report.Entry::text)
                .anySatisfy(text ->
                        assertThat(text).contains("wall clock was moved by " + (hours < 0 ? "-" : "+") + "3 h"));
    }

    @Test
    void the_time_of_a_run_does_not_go_back_over_a_resume_and_the_jump_is_noted() throws Exception {
        var book = looking();
        var run = fixture.start(book);
        TimedFixture.awaitState(run, RunState.WAITING);
        fixture.time.jumpWallClock(Duration.ofHours(-3));
        fixture.crash();

        var resumed = fixture.engine.resume(book, run.id());
        TimedFixture.awaitState(resumed, RunState.WAITING);
        resumed.answer("told", Answer.confirm("operator"));
        TimedFixture.awaitState(resumed, RunState.SUCCEEDED);

        assertThat(seen.get(1)).isAfterOrEqualTo(seen.get(0));
        assertThat(resumed.report().story())
                .extracting(Report.Entry::text)
                .anySatisfy(text -> assertThat(text).contains("moved by -3 h"));
    }
}
