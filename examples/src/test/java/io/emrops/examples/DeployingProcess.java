package io.emrops.examples;

import io.emrops.RunRequest;
import io.emrops.core.Emrops;
import io.emrops.docker.ComposeCommand;
import io.emrops.docker.DockerEngine;
import java.nio.file.Path;

/** Deploys a version in a process of its own, which is there to be killed: project, Compose, directory, version. */
final class DeployingProcess {
    private DeployingProcess() {}

    public static void main(String[] args) throws Exception {
        var directory = Path.of(args[2]);
        var stack = new Stack(args[0], DockerEngine.local(), ComposeCommand.of(args[1]));
        try (var engine = Emrops.engine(directory.resolve("emrops"))) {
            engine.start(
                            stack.deployment(directory),
                            RunRequest.by("m.meier").because("CHG-4711").with("version", args[3]))
                    .await();
        }
    }
}
