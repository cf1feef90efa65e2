package io.emrops.testkit;

import io.emrops.DataSize;
import io.emrops.scaling.Resources;
import io.emrops.scaling.Scaler;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FakeScalerContractTest extends ScalerContract {
    @TempDir
    Path directory;

    private final FakeDeployer deployer = FakeDeployer.of("emrnext", "api", "web")
            .version("1.0.0")
            .replicas("api", 2)
            .alreadyRunning("1.0.0");

    private FakeScaler fake;

    @Override
    protected Scaler scaler() {
        fake = FakeScaler.of(deployer)
                .host("8", DataSize.gib(32))
                .limits("api", Resources.unlimited().memory(DataSize.mib(512)))
                .keptIn(directory.resolve("scaler"));
        return fake;
    }

    FakeScaler fake() {
        return fake;
    }

    @Override
    protected String service() {
        return "api";
    }

    @Override
    protected Resources smaller() {
        return Resources.unlimited().cpus("0.5").memory(DataSize.mib(256));
    }

    @Override
    protected Resources larger() {
        return Resources.unlimited().cpus("1.5").memory(DataSize.gib(1));
    }

    @Override
    protected Resources tooLarge() {
        return Resources.unlimited().cpus("9");
    }

    @Override
    protected void replaceInstances() {
        fake.replaceInstances();
    }

    @Override
    protected int working() {
        return deployer.running().service("api").orElseThrow().replicas() - fake.withoutWork("api");
    }
}
