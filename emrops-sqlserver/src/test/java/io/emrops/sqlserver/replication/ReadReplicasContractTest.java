package io.emrops.sqlserver.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.replication.ReadReplicas;
import io.emrops.replication.Reads;
import io.emrops.sqlserver.SqlServer;
import io.emrops.sqlserver.SqlServerReadReplicas;
import io.emrops.testkit.ReadReplicasContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReadReplicasContractTest extends ReadReplicasContract {
    private final SimulatedGroup simulated = new SimulatedGroup(ClusterType.WSFC);
    private final SimulatedGroup.Line readingA =
            new SimulatedGroup.Line(simulated.a.dataSource("applicationIntent=ReadOnly"));
    private final SimulatedGroup.Line readingB =
            new SimulatedGroup.Line(simulated.b.dataSource("applicationIntent=ReadOnly"));
    private final List<SqlServer> connections = new ArrayList<>();

    private SqlServer connected(SimulatedGroup.Line line) {
        var server = SqlServer.of(line);
        connections.add(server);
        return server;
    }

    @Override
    protected ReadReplicas replicas() {
        return readingOver(readingB);
    }

    private ReadReplicas readingOver(SimulatedGroup.Line toB) {
        return SqlServerReadReplicas.named("ag1")
                .replica(SimulatedGroup.A, connected(simulated.toA), connected(readingA))
                .replica(SimulatedGroup.B, connected(simulated.toB), connected(toB))
                .build();
    }

    @AfterEach
    void stop() {
        connections.forEach(SqlServer::close);
        simulated.close();
    }

    @Override
    protected String primary() {
        return SimulatedGroup.A;
    }

    @Override
    protected String other() {
        return SimulatedGroup.B;
    }

    @Override
    protected void lose(String replica) {
        simulated.cut();
        simulated.line(replica).cut = true;
        (replica.equals(SimulatedGroup.A) ? readingA : readingB).cut = true;
    }

    @Test
    void who_does_not_say_that_it_only_reads_is_not_answered_where_that_is_asked_for() throws Exception {
        var plain = readingOver(simulated.toB);

        plain.let(SimulatedGroup.B, Reads.INTENDED);
        assertThat(plain.answersReads(SimulatedGroup.B)).isFalse();

        plain.let(SimulatedGroup.B, Reads.ALL);
        assertThat(plain.answersReads(SimulatedGroup.B)).isTrue();
    }

    @Test
    void a_suspended_replica_answers_nobody_whatever_is_set() throws Exception {
        var replicas = readingOver(readingB);
        replicas.let(SimulatedGroup.B, Reads.INTENDED);
        assertThat(replicas.answersReads(SimulatedGroup.B)).isTrue();

        simulated.run(SimulatedGroup.B, "ALTER DATABASE EMRNext SET HADR SUSPEND");

        assertThat(replicas.answersReads(SimulatedGroup.B)).isFalse();
    }
}
