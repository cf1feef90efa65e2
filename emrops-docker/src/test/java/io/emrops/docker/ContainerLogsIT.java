package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import io.emrops.Progress;
import io.emrops.logs.LogCollection;
import io.emrops.logs.LogGap;
import io.emrops.logs.LogRequest;
import io.emrops.logs.ServiceEvent;
import io.emrops.logs.ServiceEvent.Kind;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that Compose would not make in a test: with a terminal, with a log that cannot be read, with very long lines. */
@RequiresEngine({"docker", "registry"})
final class ContainerLogsIT {
    private static final String IMAGE = Lab.REGISTRY + "/emr/web:1.0.0";
    private static final DockerEngine ENGINE = DockerEngine.local();

    private final String project = "emropsit" + UUID.randomUUID().toString().substring(0, 8);
    private final List<String> containers = new ArrayList<>();
    private final ComposeDeployer deployer = ComposeDeployer.project(project)
            .file(Path.of("unused.yml"))
            .versionVariable("V")
            .engine(ENGINE)
            .build();

    @TempDir
    Path directory;

    @AfterAll
    static void stop() {
        ENGINE.close();
    }

    @AfterEach
    void remove() {
        for (var id : containers) {
            ENGINE.connection().client().removeContainerCmd(id).withForce(true).exec();
        }
    }

    /** Runs a script to its end. */
    private void run(String service, boolean terminal, LogConfig.LoggingType log, String script) throws Exception {
        var client = ENGINE.connection().client();
        var id = client.createContainerCmd(IMAGE)
                .withName(project + "-" + service + "-1")
                .withLabels(Map.of(
                        "com.docker.compose.project",
                        project,
                        "com.docker.compose.service",
                        service,
                        "com.docker.compose.container-number",
                        "1"))
                .withTty(terminal)
                .withEntrypoint("/bin/sh", "-c", script)
                .withHostConfig(
                        HostConfig.newHostConfig().withNetworkMode("none").withLogConfig(new LogConfig(log, Map.of())))
                .exec()
                .getId();
        containers.add(id);
        client.startContainerCmd(id).exec();
        client.waitContainerCmd(id).exec(new WaitContainerResultCallback()).awaitCompletion(60, TimeUnit.SECONDS);
    }

    private LogCollection collect() throws InterruptedException {
        return deployer.logs()
                .collect(
                        LogRequest.since(Instant.EPOCH)
                                .perServiceInto(directory)
                                .build(),
                        Progress.none());
    }

    private static List<String> texts(LogCollection collection, String tag) throws Exception {
        return Files.readAllLines(Path.of(collection.files().get(0).path())).stream()
                .map(line -> line.split(" ", 5))
                .filter(parts -> parts[3].equals(tag))
                .map(parts -> parts[4])
                .toList();
    }

    @Test
    void a_terminal_has_no_frames_and_its_long_lines_come_in_pieces() throws Exception {
        var line = "y".repeat(40_000);
        run(
                "tty",
                true,
                LogConfig.LoggingType.JSON_FILE,
                "echo one; yes y | head -n 40000 | tr -d '\\n'; echo; echo three");

        var collection = collect();

        assertThat(collection.lines()).isEqualTo(3);
        assertThat(texts(collection, "F")).hasSize(3).startsWith("one").endsWith("three");
        var pieces =
                String.join("", texts(collection, "P")) + texts(collection, "F").get(1);
        assertThat(pieces).isEqualTo(line);
    }

    @Test
    void a_line_of_megabytes_is_all_there_and_one_without_an_end_too() throws Exception {
        run(
                "big",
                false,
                LogConfig.LoggingType.JSON_FILE,
                "yes y | head -n 3000000 | tr -d '\\n'; echo; printf 'no end'");

        var collection = collect();

        assertThat(collection.bytes()).isEqualTo(3_000_000 + "no end".length());
        assertThat(collection.lines()).isEqualTo(2);
        assertThat(texts(collection, "P")).allMatch(text -> text.length() <= 32 << 10);
    }

    @Test
    void a_log_that_its_driver_does_not_keep_is_told_and_the_others_are_collected() throws Exception {
        run("kept", false, LogConfig.LoggingType.LOCAL, "echo one");
        run("lost", false, LogConfig.LoggingType.NONE, "echo two");

        var collection = collect();

        assertThat(collection.lines()).isEqualTo(1);
        assertThat(collection.gaps())
                .filteredOn(gap -> gap.reason() != LogGap.Reason.CREATED_LATER)
                .extracting(LogGap::service, LogGap::reason)
                .containsExactly(tuple("lost", LogGap.Reason.UNREADABLE));
    }

    @Test
    void starts_and_ends_are_told() throws Exception {
        var since = ENGINE.now();
        try (var watch = deployer.events().watch(since)) {
            run("short", false, LogConfig.LoggingType.JSON_FILE, "exit 3");

            var started = watch.next(Duration.ofSeconds(30)).orElseThrow();
            var died = watch.next(Duration.ofSeconds(30)).orElseThrow();

            assertThat(List.of(started, died))
                    .extracting(ServiceEvent::service, ServiceEvent::kind, ServiceEvent::exitCode)
                    .containsExactly(
                            tuple("short", Kind.STARTED, OptionalLong.empty()),
                            tuple("short", Kind.DIED, OptionalLong.of(3)));
            assertThat(started.instance()).isEqualTo(project + "-short-1");
            assertThat(started.at()).isBetween(since, died.at());
        }
    }
}
