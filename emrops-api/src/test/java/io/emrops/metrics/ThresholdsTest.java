package io.emrops.metrics;

import static io.emrops.metrics.Samples.BEGIN;
import static io.emrops.metrics.Samples.instance;
import static io.emrops.metrics.Samples.measured;
import static io.emrops.metrics.Samples.running;
import static io.emrops.metrics.Samples.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.DataSize;
import io.emrops.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
    private static final Thresholds ALL = Thresholds.none()
            .cpuBelow(0.7)
            .memoryBelow(DataSize.gib(2))
            .noRestarts()
            .noOomKills()
            .healthy();

    private static Finding judged(Thresholds thresholds, IntFunction<List<InstanceMetrics>> instances) {
        return Judgement.of(thresholds, measured(10, instances));
    }

    private static State state(Health health, int restarts, int oomKills) {
        return new State("running", true, health, BEGIN.minusSeconds(60), restarts, oomKills);
    }

    @Test
    void what_keeps_to_all_thresholds_is_told_with_its_numbers() {
        var finding = judged(ALL, i -> List.of(instance("api", 1, running(), usage(i, i == 5 ? 0.9 : 0.5, 100 + i))));

        assertThat(finding.ok()).isTrue();
        assertThat(finding.text())
                .isEqualTo("1 instance kept to CPU below 70 %, memory below 2 GiB, no restarts, no OOM kills, healthy"
                        + " over 10 s, by 10 samples");
        assertThat(finding.details())
                .containsExactly("api-1: CPU 54 % on average, 90 % at most; memory 109 MiB at most; running, healthy;"
                        + " 0 restarts; 0 OOM kills");
    }

    @Test
    void a_busy_instance_is_found_among_idle_ones() {
        var finding = judged(
                ALL,
                i -> List.of(
                        instance("api", 1, running(), usage(i, 0.1, 100)),
                        instance("api", 2, running(), usage(i, 0.7, 100))));

        assertThat(finding.ok()).isFalse();
        assertThat(finding.text())
                .startsWith(
                        "1 threshold was not kept to: api-2 used 70 % of its processors on average, not less than 70 %");
        assertThat(finding.details()).hasSize(3);
    }

    @Test
    void one_moment_of_too_much_memory_is_enough() {
        var finding = judged(ALL, i -> List.of(instance("api", 1, running(), usage(i, 0.1, i == 3 ? 2048 : 100))));

        assertThat(finding.ok()).isFalse();
        assertThat(finding.details()).contains("api-1 used 2 GiB of memory, not less than 2 GiB");
    }

    @Test
    void restarts_of_the_platform_and_of_people_are_seen_and_those_before_are_not() {
        var before = judged(ALL, i -> List.of(instance("api", 1, state(Health.HEALTHY, 7, 3), usage(i, 0.1, 100))));
        var platform = judged(
                ALL, i -> List.of(instance("api", 1, state(Health.HEALTHY, i > 5 ? 9 : 7, 0), usage(i, 0.1, 100))));
        var person = judged(
                ALL,
                i -> List.of(instance(
                        "api",
                        1,
                        new State("running", true, Health.HEALTHY, i > 5 ? BEGIN.plusSeconds(4) : BEGIN, 0, 0),
                        usage(i, 0.1, 100))));
        var replaced = judged(
                ALL,
                i -> List.of(new InstanceMetrics(
                        new Instance("api", 1, i > 5 ? "new" : "old"),
                        running(),
                        Optional.of(usage(i, 0.1, 100)),
                        Duration.ZERO)));

        assertThat(before.ok()).isTrue();
        assertThat(platform.details()).contains("api-1 was restarted 2 times");
        assertThat(person.details()).contains("api-1 was restarted once");
        assertThat(replaced.details()).contains("api-1 was restarted once");
        assertThat(List.of(platform, person, replaced)).noneMatch(Finding::ok);
    }

    @Test
    void a_kill_for_lack_of_memory_is_seen() {
        var finding = judged(
                ALL, i -> List.of(instance("api", 1, state(Health.HEALTHY, 0, i > 5 ? 2 : 1), usage(i, 0.1, 100))));

        assertThat(finding.ok()).isFalse();
        assertThat(finding.details()).contains("api-1 ran out of memory once");
    }

    @Test
    void an_instance_that_is_unwell_for_a_while_is_told() {
        var finding = judged(
                ALL,
                i -> List.of(instance(
                        "api", 1, state(i < 2 ? Health.UNHEALTHY : Health.HEALTHY, 0, 0), usage(i, 0.1, 100))));

        assertThat(finding.ok()).isFalse();
        assertThat(finding.details()).contains("api-1 was running, unhealthy in 2 of 10 samples");
    }

    @Test
    void too_few_samples_are_not_ok() {
        var few = Judgement.of(ALL, measured(4, 10, i -> List.of(instance("api", 1, running(), usage(i, 0.1, 100)))));
        var none = Judgement.of(ALL, measured(0, 10, i -> List.of()));
        var nobody = judged(ALL, i -> List.of());

        assertThat(few.ok()).isFalse();
        assertThat(few.text()).contains("is not known: there are 4 of 10 samples");
        assertThat(none.ok()).isFalse();
        assertThat(nobody.text()).contains("is not known: there is no instance");
        assertThat(nobody.ok()).isFalse();
    }

    @Test
    void the_same_measurement_seen_again_and_again_is_one_measurement() {
        var finding = judged(ALL, i -> List.of(instance("api", 1, running(), usage(0, 0.1, 100))));

        assertThat(finding.ok()).isFalse();
        assertThat(finding.details())
                .contains("the CPU of api-1 was measured once only", "the memory of api-1 was measured once only");
    }

    @Test
    void what_the_platform_does_not_tell_is_not_taken_for_little() {
        var finding = judged(
                ALL,
                i -> List.of(instance(
                        "api",
                        1,
                        running(),
                        new Usage(
                                Samples.at(i),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()))));

        assertThat(finding.ok()).isFalse();
        assertThat(finding.details()).contains("the CPU of api-1 was measured 0 times only");
    }

    @Test
    void an_instance_that_does_not_run_is_not_taken_for_an_idle_one() {
        var exited = new State("exited", false, Health.UNCHECKED, BEGIN, 0, 0);
        IntFunction<List<InstanceMetrics>> looks = i -> List.of(
                new InstanceMetrics(new Instance("job", 1, "j"), exited, Optional.empty(), Duration.ZERO),
                instance("api", 1, running(), usage(i, 0.1, 100)));

        assertThat(judged(Thresholds.none().cpuBelow(0.7), looks).details()).contains("job-1 did not run");
        assertThat(judged(ALL, looks).details()).contains("job-1 was exited in 10 of 10 samples");
        assertThat(judged(ALL.services("api"), looks).ok()).isTrue();
        assertThat(judged(ALL.services("web"), looks).ok()).isFalse();
        assertThat(judged(ALL.services("api", "web"), looks).text()).contains("there is no instance of web");
    }

    private static final Thresholds ENDS = Thresholds.none().noRestarts().noOomKills();

    private static InstanceMetrics api(int number, int i) {
        return instance("api", number, running(), usage(i, 0.1, 100));
    }

    @Test
    void an_instance_that_is_gone_at_the_end_is_told() {
        IntFunction<List<InstanceMetrics>> looks = i -> i < 2 ? List.of(api(1, i), api(2, i)) : List.of(api(1, i));

        for (var asked :
                List.of(ENDS, Thresholds.none().healthy(), Thresholds.none().noOomKills())) {
            assertThat(judged(asked, looks).ok()).as("%s", asked).isFalse();
            assertThat(judged(asked, looks).details()).contains("api-2 was gone at the end");
        }
    }

    @Test
    void a_service_that_was_hardly_seen_is_not_well() {
        var finding = judged(
                Thresholds.none().healthy().services("api"),
                i -> i > 2 ? List.of(instance("web", 1, running(), usage(i, 0.1, 100))) : List.of(api(1, i)));

        assertThat(finding.ok()).isFalse();
        assertThat(finding.details()).contains("api-1 was gone at the end", "api was seen in 3 of 10 samples");
    }

    @Test
    void an_instance_for_which_another_came_may_go_unless_nothing_may_be_replaced() {
        IntFunction<List<InstanceMetrics>> looks = i -> i < 4
                ? List.of(api(1, i), api(2, i))
                : i < 6 ? List.of(api(1, i), api(2, i), api(3, i)) : List.of(api(2, i), api(3, i));
        IntFunction<List<InstanceMetrics>> twoForOne = i -> i < 4 ? List.of(api(1, i), api(2, i)) : List.of(api(3, i));

        assertThat(judged(Thresholds.none().healthy().noOomKills(), looks).ok()).isTrue();
        assertThat(judged(ENDS, looks).details()).contains("api-1 was replaced");
        assertThat(judged(ENDS, looks).ok()).isFalse();
        assertThat(judged(Thresholds.none().healthy(), twoForOne).details()).contains("api-2 was gone at the end");
    }

    @Test
    void an_instance_that_comes_late_has_to_be_seen_for_a_while() {
        assertThat(judged(ENDS, i -> i < 5 ? List.of(api(1, i)) : List.of(api(1, i), api(2, i)))
                        .ok())
                .isTrue();
        var late = judged(ENDS, i -> i < 8 ? List.of(api(1, i)) : List.of(api(1, i), api(2, i)));
        assertThat(late.ok()).isFalse();
        assertThat(late.text()).contains("is not known: api-2 was seen in 2 of 10 samples");
    }

    @Test
    void an_instance_that_comes_and_goes_is_not_well() {
        IntFunction<List<InstanceMetrics>> looks = i -> i == 4 ? List.of(api(1, i)) : List.of(api(1, i), api(2, i));
        IntFunction<List<InstanceMetrics>> rarely =
                i -> i % 4 != 1 ? List.of(api(1, i)) : List.of(api(1, i), api(2, i));

        assertThat(judged(Thresholds.none().healthy(), looks).details())
                .contains("api-2 was not there in 1 of 10 samples");
        assertThat(judged(Thresholds.none().noOomKills(), looks).ok()).isTrue();
        assertThat(judged(Thresholds.none().noOomKills(), rarely).details())
                .contains("api-2 was seen in 3 of 10 samples");
    }

    @Test
    void an_instance_that_does_not_run_keeps_to_nothing() {
        var exited = new State("exited", false, Health.UNCHECKED, BEGIN, 0, 0);

        for (var asked : List.of(
                Thresholds.none().noRestarts(),
                Thresholds.none().noOomKills(),
                Thresholds.none().memoryBelow(DataSize.gib(1)))) {
            var never = judged(asked, i -> List.of(instance("api", 1, exited, usage(i, 0.1, 100))));
            var ended = judged(
                    asked,
                    i -> List.of(instance(
                            "api",
                            1,
                            i < 6 ? new State("running", true, Health.UNCHECKED, BEGIN, 0, 0) : exited,
                            usage(i, 0.1, 100))));

            assertThat(never.ok()).isFalse();
            assertThat(never.details()).contains("api-1 did not run");
            assertThat(ended.ok()).isFalse();
            assertThat(ended.details()).contains("api-1 was exited at the end");
        }
    }

    @Test
    void thresholds_that_cannot_be_kept_or_missed_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Thresholds.none().cpuBelow(70));
        assertThatIllegalArgumentException().isThrownBy(() -> Thresholds.none().cpuBelow(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> Thresholds.none().memoryBelow(new DataSize(0)));
        assertThat(Thresholds.none().cpuBelow(0.7)).isEqualTo(Thresholds.none().cpuBelow(0.7));
        assertThat(ALL).isNotEqualTo(ALL.services("api")).isNotEqualTo(Thresholds.none());
    }
}
