package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.replication.ReadReplica;
import io.emrops.replication.ReadReplicas;
import io.emrops.replication.Reads;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@link ReadReplicas} keep to that can let a secondary read. Extend it and say how replicas are had. Each test begins with a primary and one
 * replica that follows it and that nobody may read from.
 */
public abstract class ReadReplicasContract {
    private ReadReplicas replicas;
    private String primary;
    private String other;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected ReadReplicasContract() {}

    /** A group of two, made anew. */
    protected abstract ReadReplicas replicas() throws Exception;

    /** Who is primary. */
    protected abstract String primary();

    /** Who follows it. */
    protected abstract String other();

    /** The server of this replica stops. */
    protected abstract void lose(String replica) throws Exception;

    @BeforeEach
    final void prepareReaders() throws Exception {
        replicas = replicas();
        primary = primary();
        other = other();
    }

    private Reads reads(String replica) {
        return replicas.readReplicas().stream()
                .filter(r -> r.name().equals(replica))
                .findFirst()
                .orElseThrow()
                .reads();
    }

    @Test
    void nobody_reads_from_a_secondary_until_it_is_let() {
        assertThat(replicas.readReplicas()).extracting(ReadReplica::name).containsExactlyInAnyOrder(primary, other);
        assertThat(replicas.readReplicas())
                .filteredOn(ReadReplica::primary)
                .extracting(ReadReplica::name)
                .containsExactly(primary);
        assertThat(reads(other)).isEqualTo(Reads.NONE);
        assertThat(replicas.answersReads(other)).isFalse();
        assertThat(replicas.answersReads(primary)).isTrue();
    }

    @Test
    void a_preview_tells_the_change_and_makes_none() {
        assertThat(replicas.preview(other, Reads.INTENDED)).isNotEmpty();
        assertThat(replicas.preview(other, Reads.NONE)).isEmpty();

        assertThat(reads(other)).isEqualTo(Reads.NONE);
        assertThat(replicas.answersReads(other)).isFalse();
    }

    @Test
    void a_secondary_that_is_let_answers_until_it_is_not_let_any_more() throws Exception {
        for (var wanted : new Reads[] {Reads.INTENDED, Reads.ALL}) {
            replicas.let(other, wanted);
            replicas.let(other, wanted);

            assertThat(reads(other)).isEqualTo(wanted);
            assertThat(replicas.preview(other, wanted)).isEmpty();
            assertThat(replicas.answersReads(other)).isTrue();

            replicas.let(other, Reads.NONE);

            assertThat(reads(other)).isEqualTo(Reads.NONE);
            assertThat(replicas.answersReads(other)).isFalse();
        }
    }

    @Test
    void the_primary_is_no_read_replica() {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> replicas.preview(primary, Reads.INTENDED));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> replicas.let(primary, Reads.INTENDED));

        assertThat(reads(primary)).isEqualTo(Reads.NONE);
    }

    @Test
    void a_replica_that_is_not_there_is_refused() {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> replicas.let("nobody", Reads.INTENDED))
                .withMessageContaining("nobody");
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> replicas.answersReads("nobody"));
    }

    @Test
    void a_server_that_is_gone_is_told_apart_from_one_that_lets_nobody_read() throws Exception {
        replicas.let(other, Reads.INTENDED);
        lose(other);

        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> replicas.answersReads(other));
    }
}
