package io.emrops.benchmarks.logs;

import io.emrops.Progress;
import io.emrops.docker.ComposeDeployer;
import io.emrops.logs.LogRequest;
import java.nio.file.Path;
import java.time.Instant;

/** Collects the logs of a project into one file: project, directory, and "errors" if those are grouped too. */
final class CollectLogs {
    private CollectLogs() {}

    public static void main(String[] args) throws Exception {
        var request = LogRequest.since(Instant.EPOCH).mergedInto(Path.of(args[1]));
        if (args.length > 2) {
            request.withErrors();
        }
        try (var project = ComposeDeployer.project(args[0])
                .file(Path.of("unused.yml"))
                .versionVariable("UNUSED")
                .build()) {
            var collection = project.logs().collect(request.build(), Progress.none());
            System.out.println("lines=" + collection.lines());
            System.out.println("bytes=" + collection.bytes());
        }
    }
}
