package io.emrops.testkit;

import io.emrops.deploy.Deployer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class KeptFakeDeployerContractTest extends FakeDeployerContractTest {
    @TempDir
    Path directory;

    @Override
    protected Deployer deployer() {
        return ((FakeDeployer) super.deployer()).keptIn(directory.resolve("deployer"));
    }
}
