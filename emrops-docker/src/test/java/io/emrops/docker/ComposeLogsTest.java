package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.logs.LogCollection;
import io.emrops.logs.LogGap;
import io.emrops.logs.LogRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ComposeLogsTest {
    private final EngineStandIn standIn = new EngineStandIn();
    private final DockerEngine engine = DockerEngine.at(standIn.host());
    private final ComposeDeployer deployer = ComposeDeployer.project("p")
            .file(Path.of("unused.yml"))
            .versionVariable("V")
            .engine(engine)
            .build();

    @TempDir
    Path directory;

    ComposeLogsTest() throws IOException {}

    @AfterEach
    void close() {
        standIn.close();
        engine.close();
    }

    private LogCollection collect() throws InterruptedException {
        return deployer.logs()
                .collect(
                        LogRequest.since(Instant.parse("2026-03-01T00:00:00Z"))
                                .perServiceInto(directory)
                                .mergedInto(directory)
                                .build(),
                        Progress.none());
    }

    @Test
    void more_logs_than_the_engines_connections_are_read_at_the_same_time() throws Exception {
        for (var i = 0; i < 80; i++) {
            standIn.container(String.format(Locale.ROOT, "s%02d", i), EngineStandIn.lines(20));
        }

        var collection = collect();

        assertThat(collection.lines()).isEqualTo(1600);
        assertThat(collection.isComplete()).isTrue();
        var merged = Files.readAllLines(
                Path.of(collection.files().get(collection.files().size() - 1).path()));
        assertThat(merged).hasSize(1600).isSorted();
        assertThat(merged.get(0)).contains(" p-s00-1 stdout F line 0");
    }

    @Test
    void an_engine_that_is_lost_in_the_middle_leaves_no_file() throws Exception {
        standIn.container("api", EngineStandIn.lines(10)).container("web", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(EngineStandIn.frame("2026-03-01T02:00:00.000000000Z one\n"));
            exchange.getResponseBody().flush();
            standIn.close();
        });

        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(this::collect);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void one_that_is_removed_or_cannot_be_read_is_told() throws Exception {
        standIn.container("api", EngineStandIn.lines(10))
                .container("gone", EngineStandIn.status(404))
                .container("syslog", EngineStandIn.status(501));

        var collection = collect();

        assertThat(collection.lines()).isEqualTo(10);
        assertThat(collection.gaps())
                .extracting(LogGap::service, LogGap::reason)
                .containsExactly(tuple("gone", LogGap.Reason.REMOVED), tuple("syslog", LogGap.Reason.UNREADABLE));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> deployer.errorsSince(Instant.EPOCH))
                .withMessageContaining("syslog");
    }

    @Test
    void nothing_was_logged_in_the_future() throws Exception {
        standIn.container("api", EngineStandIn.lines(10));

        assertThat(deployer.errorsSince(Instant.parse("2999-01-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void an_interrupt_ends_a_read_that_waits_for_a_silent_engine() throws Exception {
        var reading = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        standIn.container("api", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(EngineStandIn.frame("2026-03-01T02:00:00.000000000Z one\n"));
            exchange.getResponseBody().flush();
            reading.countDown();
            never.await();
        });
        var end = new AtomicReference<Throwable>();
        var collecting = new Thread(() -> {
            try {
                collect();
            } catch (Throwable e) {
                end.set(e);
            }
        });
        collecting.start();
        reading.await();

        collecting.interrupt();
        collecting.join();

        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(directory).isEmptyDirectory();
        never.countDown();
    }
}
