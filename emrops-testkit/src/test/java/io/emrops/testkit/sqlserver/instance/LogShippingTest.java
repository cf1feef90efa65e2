package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogShippingTest {
    private final Replicated servers = new Replicated();
    private final LogShipping shipping = LogShipping.of(servers.a, servers.b, Replicated.DATABASE);

    @Test
    void what_is_committed_comes_with_the_next_backup() throws Exception {
        var one = servers.commit(servers.a);
        assertThat(servers.content(servers.b)).isEmpty();

        shipping.ship();

        assertThat(servers.content(servers.b)).containsExactly(one);
        assertThat(servers.database(servers.b).state()).isEqualTo(DatabaseState.RESTORING);
        assertThat(servers.errorsOfCommit(servers.b)).isNotEmpty();
    }

    @Test
    void nothing_comes_over_a_share_that_is_not_seen_and_all_of_it_later() throws Exception {
        shipping.cut();
        var one = servers.commit(servers.a);
        shipping.ship();
        var two = servers.commit(servers.a);
        shipping.ship();
        assertThat(servers.content(servers.b)).isEmpty();
        assertThat(servers.errorsOf(
                        servers.b, "RESTORE HEADERONLY FROM DISK = '" + LogShipping.SHARE + "\\" + "EMRNext.bak'"))
                .startsWith(3201);

        shipping.heal();
        shipping.ship();

        assertThat(servers.content(servers.b)).containsExactly(one, two);
    }

    @Test
    void the_latency_is_how_old_a_backup_was_when_it_was_restored() throws Exception {
        servers.commit(servers.a);
        shipping.backUp();
        servers.pass(Duration.ofMinutes(7));
        shipping.copy();
        shipping.restore();

        assertThat(shipping.latency()).contains(Duration.ofMinutes(7));
        assertThat(shipping.restored().file()).startsWith(LogShipping.COPIES);
    }

    @Test
    void it_can_be_read_between_two_restores_if_it_was_set_up_so() throws Exception {
        servers.a.createDatabase("Archive");

        var readable = LogShipping.readable(servers.a, servers.c, "Archive");
        readable.ship();

        assertThat(servers.c.database("Archive").orElseThrow().standby()).isTrue();
    }

    @Test
    void a_primary_that_was_closed_ships_nothing_more() throws Exception {
        servers.commit(servers.a);
        assertThat(servers.errorsOf(
                        servers.a,
                        "BACKUP LOG EMRNext TO DISK = '" + LogShipping.SHARE + "\\EMRNext_tail.trn' WITH NORECOVERY"))
                .isEmpty();

        assertThat(shipping.backUp()).isFalse();

        shipping.copy();
        shipping.restore();
        assertThat(servers.content(servers.b)).isEqualTo(servers.content(servers.a));
    }
}
