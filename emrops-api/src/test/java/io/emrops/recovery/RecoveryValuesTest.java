package io.emrops.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.DataSize;
import io.emrops.Output;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecoveryValuesTest {
    private static final Instant MOMENT = Instant.parse("2026-03-01T02:30:00Z");

    @Test
    void a_recovery_in_place_overwrites_and_one_beside_does_not() {
        var inPlace = RecoveryRequest.inPlace("EMRNext", MOMENT);
        var beside = RecoveryRequest.beside("EMRNext", MOMENT, "Look");

        assertThat(inPlace.isInPlace()).isTrue();
        assertThat(inPlace.result()).isEqualTo("EMRNext");
        assertThat(beside.isInPlace()).isFalse();
        assertThat(beside.result()).isEqualTo("Look");
    }

    @Test
    void a_database_beside_needs_a_name_of_its_own() {
        assertThatIllegalArgumentException().isThrownBy(() -> RecoveryRequest.beside("EMRNext", MOMENT, "EMRNext"));
        assertThatIllegalArgumentException().isThrownBy(() -> RecoveryRequest.beside("EMRNext", MOMENT, " "));
        assertThatIllegalArgumentException().isThrownBy(() -> RecoveryRequest.inPlace(" ", MOMENT));
    }

    @Test
    void a_recovery_to_a_backup_names_it_and_loss_is_accepted_only_where_something_is_overwritten() {
        var backup = new Backup(
                "7", "EMRNext", Backup.Kind.FULL, "full.bak", MOMENT, DataSize.gib(1), false, Proof.RECORDED);

        var inPlace = RecoveryRequest.toBackup(backup);
        var beside = RecoveryRequest.toBackup(backup, "Look");

        assertThat(inPlace.goal()).isEqualTo("the end of the backup 7 of 2026-03-01T02:30:00Z");
        assertThat(inPlace.lossAccepted()).isFalse();
        assertThat(inPlace.acceptingLoss().lossAccepted()).isTrue();
        assertThat(RecoveryRequest.inPlace("EMRNext", MOMENT).isToBackup()).isFalse();
        assertThat(beside.result()).isEqualTo("Look");
        assertThatIllegalArgumentException().isThrownBy(beside::acceptingLoss);
        assertThatIllegalArgumentException().isThrownBy(() -> RecoveryRequest.toBackup(backup, " "));
    }

    @Test
    void a_plan_says_how_much_it_takes_back() {
        var plan = new RecoveryPlan(
                RecoveryRequest.inPlace("EMRNext", MOMENT),
                List.of(),
                true,
                MOMENT,
                MOMENT.plus(Duration.ofMinutes(35)),
                List.of(),
                Map.of());

        assertThat(plan.takenBack()).isEqualTo(Duration.ofMinutes(35));
        assertThat(Recoveries.missing(plan)).isEqualTo("what was committed in the last 35 min will be missing in it");
    }

    @Test
    void details_are_told_in_the_same_order_each_time_and_stay_as_they_were() {
        var details = new HashMap<>(Map.of("zone", "UTC", "branch", "1", "access", "MULTI_USER"));
        var source = new RecoverySource("1", Backup.Kind.FULL, List.of("full.bak"), 1, MOMENT, details);

        details.put("later", "");

        assertThat(source.details().keySet()).containsExactly("access", "branch", "zone");
    }

    @Test
    void everything_a_recovery_hands_on_can_be_journalled() {
        for (var type : List.of(RecoveryPlan.class, Secured.class, Recovered.class)) {
            assertThat(Output.of(type).faults()).as(type.getSimpleName()).isEmpty();
        }
    }
}
