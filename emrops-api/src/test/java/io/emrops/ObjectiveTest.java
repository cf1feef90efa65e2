package io.emrops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.Objective.Standing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectiveTest {
    private final Objective hour = Objective.of("RPO", Duration.ofHours(1));

    @Test
    void of_which_nothing_was_measured_nothing_is_known() {
        assertThat(hour.standing()).isEqualTo(Standing.NOT_KNOWN);
        assertThat(hour.missed()).isEmpty();
    }

    @Test
    void it_is_kept_up_to_the_target() {
        var kept = hour.achievable(Duration.ofHours(1)).measured(Duration.ZERO);

        assertThat(kept.standing()).isEqualTo(Standing.KEPT);
        assertThat(kept.missed()).isEmpty();
    }

    @Test
    void it_says_what_is_beyond_the_target() {
        var measured = hour.achievable(Duration.ofMinutes(20)).measured(Duration.ofMillis(3_601_900));
        var both = hour.measured(Duration.ofHours(2)).achievable(Duration.ofDays(1));

        assertThat(measured.missed()).contains("What was measured is beyond the target");
        assertThat(both.missed())
                .contains("What was measured is beyond the target, and so is what can be kept at worst");
        assertThat(List.of(measured, both)).extracting(Objective::standing).containsOnly(Standing.NOT_KEPT);
    }

    @Test
    void what_went_well_once_is_told_from_what_cannot_be_kept() {
        var once = hour.achievable(Duration.ofDays(1)).measured(Duration.ofMinutes(30));

        assertThat(once.standing()).isEqualTo(Standing.KEPT_THIS_TIME);
        assertThat(once.missed()).contains("What can be kept at worst is beyond the target");
        assertThat(hour.achievable(Duration.ofDays(1)).standing()).isEqualTo(Standing.NOT_KEPT);
    }

    @Test
    void a_reason_that_was_given_stays_whatever_is_measured_later() {
        var naked = hour.missed("There was no backup").measured(Duration.ofMinutes(5));

        assertThat(naked.missed()).contains("There was no backup");
        assertThat(naked.standing()).isEqualTo(Standing.KEPT_THIS_TIME);
        assertThat(hour.missed("There was no backup").standing()).isEqualTo(Standing.NOT_KEPT);
    }

    @Test
    void a_target_is_positive_and_nothing_takes_a_negative_time() {
        assertThatIllegalArgumentException().isThrownBy(() -> Objective.of("RPO", Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> hour.measured(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> hour.achievable(Duration.ofSeconds(-1)));
    }

    @Test
    void a_finding_states_several_one_after_the_other() {
        var finding = Finding.notOk("slow", "a line").stating(hour).stating(hour.measured(Duration.ZERO));

        assertThat(finding.objectives()).containsExactly(hour, hour.measured(Duration.ZERO));
        assertThat(finding.ok()).isFalse();
        assertThat(finding.details()).containsExactly("a line");
    }
}
