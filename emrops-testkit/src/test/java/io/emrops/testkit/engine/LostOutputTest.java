package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Backoff;
import io.emrops.Body;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.event.RunEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class LostOutputTest {
    private final TimedFixture fixture = new TimedFixture();
    private final AtomicInteger executed = new AtomicInteger();

    @AfterEach
    void close() {
        fixture.close();
    }

    @SuppressWarnings({"unchecked", "rawtypes", "NullAway", "DataFlowIssue"})
    private Runbook returning(String what) {
        Body body = run -> {
            executed.incrementAndGet();
            return switch (what) {
                case "null" -> null;
                case "another type" -> List.of(1);
                case "too large" -> "x".repeat((2 << 20) + 1);
                case "large" -> "x".repeat((256 << 10) + 1);
                default -> what;
            };
        };
        return Runbook.define("returning", "Returning", rb -> {
            rb.step("give", "Give", String.class, (Body<String>) body)
                    .attempts(3, Backoff.fixed(Duration.ofSeconds(1)))
                    .undo((run, r) -> fixture.say("undo"))
                    .undoAttempt(run -> fixture.say("clean up"));
            rb.action("behind", "Behind", run -> fixture.say("behind")).nothingToUndo("no");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "another type", "too large"})
    void a_result_that_cannot_be_kept_has_taken_effect_is_never_retried_and_is_undone(String what) throws Exception {
        var report = fixture.start(returning(what)).await();

        assertThat(executed).hasValue(1);
        assertThat(fixture.done).containsExactly("clean up");
        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(report.verdict()).contains("it took effect, but the result");
        assertThat(report.steps().get(0).state()).isEqualTo(Report.StepState.UNDONE);
    }

    @Test
    void a_large_result_is_kept_and_warned_about() throws Exception {
        var report = fixture.start(returning("large")).await();

        assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(fixture.events.await(RunEvent.Noted.class, TimedFixture.SOON).text())
                .contains("give")
                .contains("256 KiB");
    }
}
