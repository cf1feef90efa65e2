package io.emrops.sqlserver.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.replication.PlannedFailover;
import io.emrops.sqlserver.SqlServer;
import io.emrops.sqlserver.SqlServerAvailabilityGroup;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.instance.AvailabilityGroup;
import io.emrops.testkit.sqlserver.instance.CommitMode;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What two replicas cannot tell of a third. */
@Timeout(60)
class GroupOfThreeTest {
    private final ManualTime time = ManualTime.at("2026-11-22T10:00:00Z");
    private final SimulatedSqlServer a = start("SQL-A");
    private final SimulatedSqlServer b = start("SQL-B");
    private final SimulatedSqlServer c = start("SQL-C");
    private final SimulatedGroup.Line toC = new SimulatedGroup.Line(c.dataSource());
    private final SqlServer sqlA = SqlServer.of(a.dataSource());
    private final SqlServer sqlB = SqlServer.of(b.dataSource());
    private final SqlServer sqlC = SqlServer.of(toC);
    private AvailabilityGroup servers;
    private SqlServerAvailabilityGroup group;

    private SimulatedSqlServer start(String name) {
        return SimulatedSqlServer.builder().name(name).time(time).start();
    }

    @BeforeEach
    void begin() {
        a.createDatabase(SimulatedGroup.DATABASE);
        servers = AvailabilityGroup.named("ag1", io.emrops.testkit.sqlserver.instance.ClusterType.NONE)
                .replica(a.instance(), CommitMode.SYNCHRONOUS_COMMIT)
                .replica(b.instance(), CommitMode.SYNCHRONOUS_COMMIT)
                .replica(c.instance(), CommitMode.SYNCHRONOUS_COMMIT)
                .database(SimulatedGroup.DATABASE)
                .create();
        group = SqlServerAvailabilityGroup.named("ag1", ClusterType.NONE)
                .replica("SQL-A", sqlA)
                .replica("SQL-B", sqlB)
                .replica("SQL-C", sqlC)
                .build();
    }

    @AfterEach
    void end() {
        sqlA.close();
        sqlB.close();
        sqlC.close();
        a.close();
        b.close();
        c.close();
        time.close();
    }

    private static void run(SimulatedSqlServer server, String action) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("ALTER AVAILABILITY GROUP ag1 " + action);
        }
    }

    @Test
    void a_failover_that_stopped_half_way_does_not_go_on_past_a_replica_that_cannot_be_asked() throws Exception {
        run(a, "OFFLINE");
        run(c, "FORCE_FAILOVER_ALLOW_DATA_LOSS");
        toC.cut = true;

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> group.failOver(new PlannedFailover("SQL-A", "SQL-B"), Progress.none()))
                .withMessageContaining("nobody can tell that SQL-C has not become primary");
        assertThat(servers.primaries()).containsExactly("SQL-C");
    }

    @Test
    void a_failover_that_stopped_half_way_goes_on_when_all_others_follow_nobody() throws Exception {
        run(a, "OFFLINE");

        group.failOver(new PlannedFailover("SQL-A", "SQL-B"), Progress.none());

        assertThat(servers.primaries()).containsExactly("SQL-B");
        assertThat(group.status().replica("SQL-C").role().name()).isEqualTo("SECONDARY");
    }
}
