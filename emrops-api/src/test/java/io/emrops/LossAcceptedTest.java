package io.emrops;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.replication.ForcedFailover;
import io.emrops.replication.Loss;
import io.emrops.replication.LossAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LossAcceptedTest {
    private static final Instant HELD = Instant.parse("2026-03-01T01:20:00Z");
    private static final Duration TEN = Duration.ofMinutes(10);

    private static Loss loss(String replica, String primary, Optional<Instant> held, Optional<Duration> atMost) {
        return new Loss("EMRNext", replica, Optional.of(primary), held, atMost);
    }

    private static Loss shown() {
        return loss("sql-b", "sql-a", Optional.of(HELD), Optional.of(TEN));
    }

    private static void assertRefused(LossAccepted accepted, Loss found, String why) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> accepted.require(found))
                .withMessageContaining(why)
                .withMessageContaining("nothing was changed");
    }

    @Test
    void what_was_shown_or_less_is_accepted() {
        var accepted = LossAccepted.upTo(TEN, shown(), "INC-17");

        assertThatCode(() -> {
                    accepted.require(shown());
                    accepted.require(
                            loss("sql-b", "sql-a", Optional.of(HELD.plusSeconds(9)), Optional.of(Duration.ZERO)));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void anything_else_is_refused_by_name() {
        var accepted = LossAccepted.upTo(TEN, shown(), "INC-17");

        assertRefused(
                accepted,
                loss("sql-b", "sql-a", Optional.of(HELD), Optional.of(TEN.plusMillis(1))),
                "the loss of 10 min was accepted, and it may be 10 min 1 ms");
        assertRefused(accepted, loss("sql-b", "sql-c", Optional.of(HELD), Optional.of(TEN)), "and now it is sql-c");
        assertRefused(accepted, loss("sql-d", "sql-a", Optional.of(HELD), Optional.of(TEN)), "was accepted for sql-b");
        assertRefused(
                accepted,
                loss("sql-b", "sql-a", Optional.of(HELD.minusMillis(1)), Optional.of(Duration.ZERO)),
                "2026-03-01T01:20:00Z was shown");
    }

    @Test
    void what_nobody_can_tell_is_accepted_as_such_only() {
        var unknown = loss("sql-b", "sql-a", Optional.empty(), Optional.empty());
        var accepted = LossAccepted.upTo(TEN, shown(), "INC-17");

        assertRefused(accepted, unknown, "not known");
        assertThatCode(() -> accepted.andUnknown().require(unknown)).doesNotThrowAnyException();
    }

    @Test
    void an_acceptance_without_a_reason_and_a_fence_without_a_word_are_none() {
        assertThatIllegalArgumentException().isThrownBy(() -> LossAccepted.upTo(TEN, shown(), " "));
        assertThatIllegalArgumentException().isThrownBy(() -> LossAccepted.upTo(TEN.negated(), shown(), "INC-17"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ForcedFailover.of(LossAccepted.upTo(TEN, shown(), "INC-17"))
                        .fencedOutside(""));
    }
}
