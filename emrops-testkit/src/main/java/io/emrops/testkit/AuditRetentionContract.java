package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.audit.AuditRetention;
import io.emrops.audit.RetentionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link AuditRetention} keeps. Each test gets an empty table. */
public abstract class AuditRetentionContract {
    /** Where archives go; an archive is a file on this machine. */
    @TempDir
    protected Path archives;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected AuditRetentionContract() {}

    /** The system under test: its table is empty, and its policy is {@link RetentionPolicy#standard}. */
    protected abstract AuditRetention retention() throws Exception;

    /** What time it is there. */
    protected abstract Instant now();

    /** Puts a row into the table. */
    protected abstract void add(long key, Instant time) throws Exception;

    /** Puts a row under a legal hold. */
    protected abstract void hold(long key) throws Exception;

    /** The keys of the rows that are in the table, in their order. */
    protected abstract List<Long> keys() throws Exception;

    private Instant cutoff() {
        return RetentionPolicy.standard().cutoff(now());
    }

    /** Rows 1 to 5 are due, 6 is held, 7 is the first that is kept. */
    private void fill() throws Exception {
        for (var key = 1L; key <= 6; key++) {
            add(key, cutoff().minus(Duration.ofDays(key)));
        }
        add(7, cutoff());
        hold(6);
    }

    @Test
    void what_is_due_is_counted_and_nothing_is_changed() throws Exception {
        var retention = retention();
        fill();

        var state = retention.state();

        assertThat(state.cutoff()).isEqualTo(cutoff());
        assertThat(state.all().rows()).isEqualTo(7);
        assertThat(state.due().rows()).isEqualTo(5);
        assertThat(state.due().last()).contains(cutoff().minus(Duration.ofDays(1)));
        assertThat(state.held()).isEqualTo(1);
        assertThat(keys()).hasSize(7);
    }

    @Test
    void a_key_has_one_archive() throws Exception {
        var retention = retention();
        fill();

        var first = retention.archive(now(), archives, "key", Progress.none());
        add(8, cutoff().minus(Duration.ofDays(8)));
        var again = retention.archive(now(), archives, "key", Progress.none());
        var other = retention.archive(now(), archives, "other key", Progress.none());

        assertThat(first.rows()).isEqualTo(5);
        assertThat(again).isEqualTo(first);
        assertThat(other.rows()).isEqualTo(6);
        assertThat(retention.prove(first, Progress.none()).isProof()).isTrue();
        assertThat(keys()).hasSize(8);
    }

    @Test
    void only_what_is_archived_and_not_held_is_deleted_and_only_once() throws Exception {
        var retention = retention();
        fill();
        var archive = retention.archive(now(), archives, "key", Progress.none());
        add(8, cutoff().minus(Duration.ofDays(8)));
        hold(2);

        var purge = retention.purge(archive, now(), Progress.none());
        var again = retention.purge(archive, now(), Progress.none());

        assertThat(keys()).containsExactly(2L, 6L, 7L, 8L);
        assertThat(purge.deleted()).isEqualTo(4);
        assertThat(purge.held()).isEqualTo(1);
        assertThat(purge.before().rows()).isEqualTo(8);
        assertThat(purge.after().rows()).isEqualTo(4);
        assertThat(again.deleted()).isZero();
        assertThat(again.gone()).isEqualTo(4);
        assertThat(retention.prove(archive, Progress.none()).isProof()).isFalse();
    }

    @Test
    void an_archive_that_was_touched_proves_and_deletes_nothing() throws Exception {
        var retention = retention();
        fill();
        var archive = retention.archive(now(), archives, "key", Progress.none());
        dropLastLine(Path.of(archive.file()));

        assertThat(retention.prove(archive, Progress.none()).isProof()).isFalse();
        assertThatThrownBy(() -> retention.purge(archive, now(), Progress.none()))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(keys()).hasSize(7);
    }

    private static void dropLastLine(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() - 1));
    }

    @Test
    void an_interrupt_is_heard_before_the_first_batch() throws Exception {
        var retention = retention();
        fill();
        var archive = retention.archive(now(), archives, "key", Progress.none());

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> retention.purge(archive, now(), Progress.none()))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(keys()).hasSize(7);
    }

    @Test
    void where_nothing_is_due_the_archive_is_empty_and_proven() throws Exception {
        var retention = retention();

        var archive = retention.archive(now(), archives, "key", Progress.none());

        assertThat(archive.rows()).isZero();
        assertThat(retention.prove(archive, Progress.none()).isProof()).isTrue();
        assertThat(retention.purge(archive, now(), Progress.none()).deleted()).isZero();
    }
}
