package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.trigger.Fire;
import io.emrops.trigger.Reading;
import io.emrops.trigger.Trigger;
import io.emrops.trigger.TriggerEvent;
import io.emrops.trigger.Triggers;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fourteen hours of a service: a nightly backup, the collector down, a shift change, a spike, hours around the threshold. */
class TriggerReplayTest {
    /** The readings are a minute apart: one that is missing is to do no harm. */
    private static final Trigger CPU = Triggers.cpu("api-cpu", "CPU of the API").maxGap(Duration.ofSeconds(125));

    @TempDir
    private Path directory;

    static List<Reading> recorded(String column) throws IOException, URISyntaxException {
        var file = Objects.requireNonNull(TriggerReplayTest.class.getResource("recorded-day.csv"));
        return TriggerReplay.csv(Path.of(file.toURI()), column);
    }

    @Test
    void a_recorded_day_fires_once_for_the_backup_and_once_for_the_shift_change() throws Exception {
        var replayed = TriggerReplay.of(CPU).actionTakes(Duration.ofMinutes(3)).over(recorded("cpu"));

        assertThat(replayed.fires())
                .as(replayed.table())
                .extracting(fire -> fire.at().toString().substring(11, 16))
                .containsExactly("02:05", "07:06");
    }

    @Test
    void the_table_tells_what_happened_when_and_why() throws Exception {
        var table = TriggerReplay.of(CPU)
                .actionTakes(Duration.ofMinutes(3))
                .over(recorded("cpu"))
                .table();

        assertThat(table.lines()).element(1).asString().endsWith("; 2 fires");
        assertThat(table)
                .contains("  fired         CPU of the API above 80 % for ")
                .contains("  outlasted     The breach has outlasted its action")
                .contains("  breach over   The breach is over")
                .contains("  blind         It is blind: no new reading since that of 2026-02-10T03:59:")
                .contains("  sees          It sees again");
    }

    @Test
    void other_settings_give_another_answer() throws Exception {
        var again = TriggerReplay.of(CPU.atMostPerBreach(9)).over(recorded("cpu"));
        var longer = TriggerReplay.of(CPU.sustainedFor(Duration.ofMinutes(20))).over(recorded("cpu"));
        var refused = TriggerReplay.of(CPU.atMostPerBreach(9))
                .actionsSucceed(number -> false)
                .over(recorded("cpu"));

        var tolerant =
                TriggerReplay.of(CPU.toleratingDips(Duration.ofSeconds(65))).over(recorded("cpu"));

        assertThat(again.fires()).extracting(Fire::number).hasSizeGreaterThan(3);
        assertThat(tolerant.fires())
                .as("what hovers around the threshold counts too")
                .hasSize(3);
        assertThat(longer.fires()).hasSize(1);
        assertThat(refused.fires()).hasSize(2);
    }

    @Test
    void late_and_repeated_lines_change_nothing() throws Exception {
        var recorded = recorded("p95");
        var disturbed = new ArrayList<Reading>();
        for (var i = 0; i < recorded.size(); i++) {
            disturbed.add(recorded.get(i));
            if (i % 3 == 2) {
                disturbed.add(recorded.get(i - 2));
                disturbed.add(recorded.get(i));
            }
        }
        var trigger = Triggers.responseTime("api-p95", "p95 of the API");

        var replayed = TriggerReplay.of(trigger).over(recorded);

        assertThat(replayed.fires()).isNotEmpty();
        assertThat(TriggerReplay.of(trigger).over(disturbed).fires()).isEqualTo(replayed.fires());
    }

    @Test
    void times_may_be_seconds_and_cells_may_be_empty() throws Exception {
        var file = Files.writeString(directory.resolve("x.csv"), "at, a, b\n1767225600, 1, 2\n1767225660, , 3\n");

        assertThat(TriggerReplay.csv(file, "a")).containsExactly(new Reading(Instant.ofEpochSecond(1767225600), 1));
        assertThat(TriggerReplay.csv(file, "b")).hasSize(2);
        assertThatThrownBy(() -> TriggerReplay.csv(file, "c")).hasMessageContaining("no column \"c\"");
        Files.writeString(file, "at,a\nyesterday,1\n");
        assertThatThrownBy(() -> TriggerReplay.csv(file, "a")).hasMessageContaining("x.csv:2: no reading: yesterday,1");
    }

    @Test
    void an_empty_series_has_no_fires() {
        var replayed = TriggerReplay.of(CPU).over(List.of());

        assertThat(replayed.fires()).isEmpty();
        assertThat(replayed.events()).doesNotHaveAnyElementsOfTypes(TriggerEvent.Blind.class);
        assertThat(replayed.table()).contains("0 readings; 0 fires");
    }
}
