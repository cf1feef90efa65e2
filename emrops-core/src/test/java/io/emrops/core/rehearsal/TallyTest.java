package io.emrops.core.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.MaintenanceWindow;
import io.emrops.Plan.Foretold;
import io.emrops.Plan.PlannedStep;
import io.emrops.Runbook;
import io.emrops.spi.page.Tone;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final Instant NOW = Instant.parse("2026-03-08T03:30:00Z");
    private static final PlannedStep CHANGES = step(Foretold.YES, "service api: 1.0.0 → 2.0.0");
    private static final PlannedStep CHANGES_NOTHING = step(Foretold.YES);
    private static final PlannedStep LOOKS = step(Foretold.CHANGES_NOTHING);
    private static final PlannedStep DEPENDS = step(Foretold.DEPENDS);
    private static final PlannedStep SILENT = step(Foretold.UNKNOWN);
    private static final PlannedStep REFUSED = step(Foretold.REFUSED);

    @Test
    void the_verdict_counts_the_worst_first() {
        assertThat(verdict(CHANGES, CHANGES, CHANGES, DEPENDS))
                .isEqualTo("3 steps would change something, 1 cannot be foretold, nothing would be refused.");
        assertThat(verdict(CHANGES, LOOKS)).isEqualTo("1 step would change something, nothing would be refused.");
        assertThat(verdict(CHANGES_NOTHING, LOOKS)).isEqualTo("Nothing would change, nothing would be refused.");
        assertThat(verdict(DEPENDS, SILENT))
                .isEqualTo("2 steps cannot be foretold, no other would change anything, nothing would be refused.");
        assertThat(verdict(REFUSED, CHANGES, DEPENDS))
                .isEqualTo("1 step would be refused, 1 step would change something, 1 cannot be foretold.");
        assertThat(verdict()).isEqualTo("Nothing would change, nothing would be refused.");
    }

    @Test
    void a_window_that_does_not_open_any_more_stands_in_the_way_wherever_it_is() {
        var gone = MaintenanceWindow.once(NOW.minusSeconds(7200), NOW.minusSeconds(3600), ZoneOffset.UTC);
        var daily = MaintenanceWindow.daily("02:00", "03:00", ZoneOffset.UTC);
        var runbook = Runbook.define("late", "Late", rb -> {
            rb.window(daily);
            rb.include("part", "Part", part -> {
                part.window(gone);
                return part.manual("told", "The wards were told");
            });
        });

        var tally = Tally.of(runbook.definition(), List.of(CHANGES), NOW);

        assertThat(tally.verdict()).isEqualTo("1 window does not open any more, 1 step would change something.");
        assertThat(tally.tone()).isEqualTo(Tone.BAD);
    }

    @Test
    void somebody_has_to_look_if_a_target_did_not_answer() {
        assertThat(tally(CHANGES, SILENT).tone()).isEqualTo(Tone.ATTENTION);
        assertThat(tally(CHANGES, DEPENDS).tone()).isEqualTo(Tone.GOOD);
        assertThat(tally(SILENT, REFUSED).tone()).isEqualTo(Tone.BAD);
    }

    private static String verdict(PlannedStep... steps) {
        return tally(steps).verdict();
    }

    private static Tally tally(PlannedStep... steps) {
        var runbook = Runbook.define("any", "Any", rb -> rb.manual("told", "The wards were told"));
        return Tally.of(runbook.definition(), List.of(steps), NOW);
    }

    private static PlannedStep step(Foretold foretold, String... changes) {
        return new PlannedStep(
                "a", "step", "A", foretold, Optional.empty(), Stream.of(changes).toList(), List.of());
    }
}
