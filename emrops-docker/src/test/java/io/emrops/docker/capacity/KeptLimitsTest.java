package io.emrops.docker.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeptLimitsTest {
    private static final LiveLimits SMALL = live("a", 1, "0.5", 64L << 20);
    private static final LiveLimits LARGE = live("b", 2, "2", 256L << 20);
    private static final LiveLimits FREE = new LiveLimits("c", 3, Optional.empty(), Optional.empty(), false, 0);

    @Test
    void instances_that_differ_are_kept_each_and_read_back() {
        var kept = KeptLimits.of(List.of(SMALL, LARGE, FREE));

        assertThat(KeptLimits.parse(kept.text())).isEqualTo(kept);
        assertThat(kept.of(LARGE)).contains(LARGE.resources());
        assertThat(kept.of(FREE)).contains(FREE.resources());
    }

    @Test
    void a_container_that_was_made_anew_has_those_of_its_number() {
        var kept = KeptLimits.of(List.of(SMALL, LARGE));

        assertThat(kept.of(live("x", 2, "1", 1L << 20))).contains(LARGE.resources());
        assertThat(kept.of(live("y", 7, "1", 1L << 20))).isEmpty();
    }

    @Test
    void of_instances_with_the_same_limits_nothing_is_kept() {
        assertThat(KeptLimits.of(List.of(SMALL, live("d", 4, "0.5", 64L << 20))).text())
                .isEmpty();
        assertThat(KeptLimits.of(List.of()).text()).isEmpty();
        assertThat(KeptLimits.parse("")).isEqualTo(KeptLimits.NONE);
    }

    @Test
    void what_was_not_kept_by_us_is_not_read() {
        assertThatIllegalArgumentException().isThrownBy(() -> KeptLimits.parse("limits of an instance"));
    }

    private static LiveLimits live(String id, int number, String processors, long memory) {
        return new LiveLimits(id, number, Optional.of(new BigDecimal(processors)), Optional.of(memory), false, 0);
    }
}
