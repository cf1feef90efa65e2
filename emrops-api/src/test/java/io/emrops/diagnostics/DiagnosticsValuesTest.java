package io.emrops.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.DataSize;
import io.emrops.Output;
import io.emrops.diagnostics.DatabaseFile.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosticsValuesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void without_a_name_no_session_may_be_ended() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IdleSessionRequest.idleFor(Duration.ofHours(1))
                        .neverLogin("sa")
                        .build())
                .withMessageContaining("without a name, none may");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> IdleSessionRequest.idleFor(Duration.ofHours(1)).program(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> IdleSessionRequest.idleFor(Duration.ofSeconds(59)));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> IdleSessionRequest.idleFor(Duration.ofHours(1)).atMost(0));
    }

    @Test
    void a_session_fits_each_kind_of_name_that_is_there() {
        var request = IdleSessionRequest.idleFor(Duration.ofHours(1))
                .program("Scheduler")
                .program("Web")
                .database("EMRNext")
                .neverLogin("backup")
                .build();

        assertThat(request.covers("web", "emr", "emrnext")).isTrue();
        assertThat(request.covers("web", "emr", "master")).isFalse();
        assertThat(request.covers("web2", "emr", "EMRNext")).isFalse();
        assertThat(request.covers("", "emr", "EMRNext")).isFalse();
        assertThat(request.covers("Web", "BACKUP", "EMRNext")).isFalse();
        assertThat(request)
                .hasToString("idle for 1 h, of program Scheduler or Web, in database EMRNext, but not of login backup");
    }

    @Test
    void all_that_a_step_hands_on_can_be_kept() {
        assertThat(Output.of(IdleSessions.class).faults()).isEmpty();
        assertThat(Output.of(EndedSessions.class).faults()).isEmpty();
        assertThat(Output.of(SlowQueryReport.class).faults()).isEmpty();
        assertThat(Output.of(Connections.class).faults()).isEmpty();
        assertThat(Output.of(Blocking.class).faults()).isEmpty();
        assertThat(Output.of(Space.class).faults()).isEmpty();
        assertThat(Output.of(Growth.class).faults()).isEmpty();
        assertThat(Output.of(QueryDetails.class).faults())
                .singleElement()
                .asString()
                .contains("sensitive");
    }

    @Test
    void details_do_not_show_themselves() {
        var query = new SlowQuery(
                "query 1",
                "0x01",
                "",
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ZERO,
                3,
                1,
                NOW,
                NOW);

        assertThat(new QueryDetails(query, Optional.of("SELECT Name FROM Patients"), Optional.of("<plan/>")))
                .hasToString("details of query 1 ***");
    }

    private static DatabaseFile file(long size, Optional<DataSize> used, Optional<DataSize> max, String growth) {
        return new DatabaseFile("EMRNext", "f" + size, Kind.DATA, DataSize.gib(size), used, max, growth, "D:\\");
    }

    private static Optional<DataSize> room(Optional<DataSize> largest, long free, DatabaseFile... files) {
        return new Space(
                        NOW,
                        List.of(files),
                        List.of(new Volume("D:\\", DataSize.gib(1000), DataSize.gib(free))),
                        List.of(),
                        largest,
                        List.of())
                .room("emrnext");
    }

    private static Optional<DataSize> gib(long n) {
        return Optional.of(DataSize.gib(n));
    }

    @Test
    void room_is_what_is_free_inside_and_what_may_still_grow() {
        assertThat(room(Optional.empty(), 50, file(10, gib(7), Optional.empty(), "64 MiB")))
                .isEqualTo(gib(53));
        assertThat(room(Optional.empty(), 50, file(10, gib(7), gib(12), "64 MiB")))
                .isEqualTo(gib(5));
        assertThat(room(Optional.empty(), 50, file(10, gib(7), Optional.empty(), "")))
                .isEqualTo(gib(3));
        assertThat(room(gib(10), 50, file(8, gib(7), Optional.empty(), "64 MiB")))
                .isEqualTo(gib(3));
        assertThat(room(Optional.empty(), 50)).isEmpty();
    }

    @Test
    void files_on_one_volume_share_what_is_free() {
        assertThat(room(
                        Optional.empty(),
                        50,
                        file(10, gib(10), gib(40), "64 MiB"),
                        file(11, gib(11), Optional.empty(), "64 MiB")))
                .isEqualTo(gib(50));
    }
}
