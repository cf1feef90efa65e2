package io.emrops.benchmarks.logs;

import io.emrops.benchmarks.process.Child;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Containers that have written lines of usual length into their logs, and have ended. All gone when closed. */
final class TalkativeContainers implements AutoCloseable {
    private static final String LINE =
            "2026-03-01 02:00:00.123 INFO  org.example.OrderService - order 12345 was taken in 27 ms by worker 7";
    private static final List<String> IMAGES = List.of("127.0.0.1:5000/emr/web:1.0.0", "localhost/emr/web:1.0.0");

    private final String project;
    private final List<String> names = new ArrayList<>();

    TalkativeContainers(String project) {
        this.project = project;
    }

    /** An image with a shell that the engine has; empty if there is none, or no engine. */
    static Optional<String> image() throws InterruptedException {
        for (var image : IMAGES) {
            if (Child.runToAnyEnd(List.of("docker", "image", "inspect", image)).exit() == 0) {
                return Optional.of(image);
            }
        }
        return Optional.empty();
    }

    /** Starts one, and waits until it has written so much. It ends by itself, whatever becomes of this process. */
    String write(String image, String service, long bytes) throws InterruptedException {
        var name = project + "-" + service + "-1";
        names.add(name);
        Child.run(List.of(
                "docker",
                "run",
                "--name",
                name,
                "--network=none",
                "--log-driver=json-file",
                "--label=com.docker.compose.project=" + project,
                "--label=com.docker.compose.service=" + service,
                "--label=com.docker.compose.container-number=1",
                "--detach",
                "--entrypoint=/bin/sh",
                image,
                "-c",
                "yes '" + LINE + "' | head -c " + bytes));
        Child.run(List.of("docker", "wait", name));
        return name;
    }

    @Override
    public void close() throws InterruptedException {
        for (var name : names) {
            Child.runToAnyEnd(List.of("docker", "rm", "--force", name));
        }
    }
}
