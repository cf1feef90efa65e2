package io.emrops.sqlserver.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.replication.Replica.Writes;
import io.emrops.sqlserver.replication.GroupView.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of answers that the simulated servers do not give. */
class GroupViewTest {
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-11-22T10:00:00Z");

    private static GroupView view(String role, String synchronisation, boolean suspended, Instant hardened) {
        var self = new ReplicaRow(
                new UUID(0, 1), "B", "SYNCHRONOUS_COMMIT", true, Optional.of(role), Optional.of("CONNECTED"), NOW);
        var copy = new CopyRow(
                "B",
                "EMRNext",
                true,
                synchronisation,
                suspended,
                Optional.of(hardened),
                Optional.of(hardened),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new GroupView(
                "ag1",
                List.of("A", "B"),
                Map.of("B", new Answer(List.of(self), List.of(copy))),
                Map.of(),
                NOW.toInstant());
    }

    private static Writes writes(String synchronisation, boolean suspended) {
        return view("PRIMARY", synchronisation, suspended, NOW.toInstant())
                .status()
                .replica("B")
                .writes();
    }

    @Test
    void a_primary_whose_database_is_not_open_is_not_said_to_take_changes() {
        assertThat(writes("SYNCHRONIZED", false)).isEqualTo(Writes.TAKEN);
        assertThat(writes("NOT SYNCHRONIZING", false)).isEqualTo(Writes.UNKNOWN);
        assertThat(writes("SYNCHRONIZED", true)).isEqualTo(Writes.UNKNOWN);
    }

    @Test
    void how_much_is_lost_behind_a_silent_primary_is_unknown_if_its_clock_is_ahead() {
        var ahead =
                view("SECONDARY", "NOT SYNCHRONIZING", false, NOW.toInstant().plusSeconds(300));
        var behind =
                view("SECONDARY", "NOT SYNCHRONIZING", false, NOW.toInstant().minusSeconds(300));

        assertThat(ahead.possibleLoss("B").atMost()).isEmpty();
        assertThat(behind.possibleLoss("B").atMost()).contains(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"REVERTING", "INITIALIZING"})
    void a_copy_in_the_middle_of_something_is_not_forced(String synchronisation) {
        var view = view("SECONDARY", synchronisation, false, NOW.toInstant());

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> view.requireWhole("B"))
                .withMessageContaining("EMRNext on B is " + synchronisation);
        assertThatCode(() -> view("SECONDARY", "NOT SYNCHRONIZING", true, NOW.toInstant())
                        .requireWhole("B"))
                .doesNotThrowAnyException();
    }
}
