package io.emrops.testkit.sqlserver.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpidsTest {
    private final Spids spids = new Spids();

    @Test
    void they_begin_at_51_and_each_is_another() {
        assertThat(spids.next(spid -> false)).isEqualTo(51);
        assertThat(spids.next(spid -> false)).isEqualTo(52);
    }

    @Test
    void they_come_round_and_leave_out_those_in_use() {
        var seen = new HashSet<Integer>();
        while (seen.add(spids.next(spid -> false))) {
            // Until the first one comes again.
        }

        assertThat(seen).contains(51, Short.MAX_VALUE + 0).hasSize(Short.MAX_VALUE - 50);
        assertThat(spids.next(Set.of(52, 53)::contains)).isEqualTo(54);
    }
}
