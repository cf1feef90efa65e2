package io.emrops.benchmarks.docker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Idle containers of a project of its own name, by the command; gone when closed. */
final class Containers implements AutoCloseable {
    private static final String IMAGE =
            System.getenv().getOrDefault("EMROPS_REGISTRY", "127.0.0.1:5000") + "/emr/web:1.0.0";

    final String project = "emropsbench" + UUID.randomUUID().toString().substring(0, 8);
    final List<String> ids = new ArrayList<>();

    /** Whether there is an engine, with the image of the examples. */
    static boolean possible() throws InterruptedException {
        try {
            docker("image", "inspect", IMAGE);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    Containers(int count) throws IOException, InterruptedException {
        for (var i = 1; i <= count; i++) {
            ids.add(docker(
                            "run",
                            "-d",
                            "--label",
                            "com.docker.compose.project=" + project,
                            "--label",
                            "com.docker.compose.service=web",
                            "--label",
                            "com.docker.compose.container-number=" + i,
                            "--entrypoint",
                            "/bin/sh",
                            IMAGE,
                            "-c",
                            "while :; do sleep 5; done")
                    .strip());
        }
    }

    static String docker(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            var out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
            return out;
        } finally {
            process.destroyForcibly();
        }
    }

    /** What the command shows of them. */
    long stats() throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("stats", "--no-stream", "--format", "{{.CPUPerc}}"));
        words.addAll(ids);
        return docker(words.toArray(String[]::new)).lines().count();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("rm", "-f"));
        words.addAll(ids);
        docker(words.toArray(String[]::new));
    }
}
