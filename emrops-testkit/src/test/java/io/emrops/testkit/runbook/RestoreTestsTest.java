package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.backup.RestoreTest;
import io.emrops.core.Emrops;
import io.emrops.core.backup.RestoreTests;
import io.emrops.core.encryption.FilePayloadKeys;
import io.emrops.runbooks.BackupVerificationRunbook;
import io.emrops.runbooks.MonthlyBackupRunbook;
import io.emrops.testkit.FakeBackupProvider;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RestoreTestsTest {
    private final ManualTime time = ManualTime.at("2026-03-01T02:00:00Z");
    private final InMemoryRunStore store = new InMemoryRunStore();
    private final InMemoryLeases leases = new InMemoryLeases();
    private final FakeBackupProvider sql = FakeBackupProvider.of("sql01")
            .clock(time::wallClock)
            .database("EMRNext", DataSize.gib(3))
            .database("Archive", DataSize.gib(30));

    public record Lookalike(String backup, Duration restoring, Duration checking, String proof) {}

    private Report run(Runbook book) throws InterruptedException {
        try (var engine = Emrops.builder(store, leases).time(time).build()) {
            return engine.start(book, RunRequest.by("scheduler")).await();
        }
    }

    private MonthlyBackupRunbook monthly(String database) {
        return MonthlyBackupRunbook.of("monthly", "Monthly", sql, database).testRestore();
    }

    private List<RestoreTest> found(Instant since) {
        return RestoreTests.of(store, "EMRNext", since);
    }

    @Test
    void those_of_every_runbook_are_found_the_newest_first_also_if_a_run_failed_behind_them() throws Exception {
        run(monthly("EMRNext").build());
        run(monthly("Archive").build());
        time.advance(Duration.ofHours(1));
        var failed = run(BackupVerificationRunbook.of("daily", "Daily", sql, "EMRNext")
                .verify("own", "My own", run -> Finding.notOk("not well"))
                .build());

        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(found(Instant.EPOCH))
                .extracting(RestoreTest::finishedAt)
                .containsExactly(time.wallClock(), time.wallClock().minus(Duration.ofHours(1)));
        assertThat(found(Instant.EPOCH)).allMatch(test -> test.proof() == Proof.SOUND);
        assertThat(found(time.wallClock())).hasSize(1);
        assertThat(found(time.wallClock().plusSeconds(1))).isEmpty();
    }

    @Test
    void what_only_looks_like_one_is_none() throws Exception {
        run(Runbook.define(
                "other",
                "Other",
                rb -> rb.step(
                                "other",
                                "Other",
                                Lookalike.class,
                                run -> new Lookalike("mine", Duration.ZERO, Duration.ZERO, "none"))
                        .nothingToUndo("no")));

        assertThat(found(Instant.EPOCH)).isEmpty();
    }

    @Test
    void a_store_on_disk_is_looked_at_while_it_is_in_use(@TempDir Path directory) throws Exception {
        try (var engine = Emrops.builder(directory).time(time).build()) {
            engine.start(monthly("EMRNext").build(), RunRequest.by("scheduler"))
                    .await()
                    .orThrow();

            assertThat(RestoreTests.in(directory, "EMRNext", Instant.EPOCH))
                    .singleElement()
                    .extracting(RestoreTest::backup)
                    .extracting(Backup::size)
                    .isEqualTo(DataSize.gib(3));
        }
    }

    @Test
    void what_cannot_be_read_is_left_out(@TempDir Path directory) throws Exception {
        try (var engine = Emrops.builder(store, leases)
                .time(time)
                .encrypted(FilePayloadKeys.open(directory.resolve("keys")))
                .build()) {
            engine.start(monthly("EMRNext").build(), RunRequest.by("scheduler"))
                    .await()
                    .orThrow();
        }
        run(monthly("EMRNext").build());

        assertThat(found(Instant.EPOCH)).hasSize(1);
    }
}
