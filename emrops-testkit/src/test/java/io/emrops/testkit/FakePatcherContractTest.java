package io.emrops.testkit;

import io.emrops.deploy.Patcher;
import java.util.Set;

class FakePatcherContractTest extends PatcherContract {
    final FakeDeployer deployer = FakeDeployer.of("emrnext", "api", "web")
            .version("1.0.0")
            .replicas("api", 3)
            .setting("EMR_LOG", "info")
            .alreadyRunning("1.0.0");

    @Override
    protected Patcher patcher() {
        return deployer.patcher();
    }

    @Override
    protected String service() {
        return "api";
    }

    @Override
    protected void push() {
        deployer.patcher().push("api");
    }

    @Override
    protected void pushBroken() {
        deployer.patcher().pushBroken("api");
    }

    @Override
    protected void takeRegistryAway() {
        deployer.patcher().registryGoesAway();
    }

    @Override
    protected Set<String> storedImages() {
        return deployer.patcher().stored();
    }
}
