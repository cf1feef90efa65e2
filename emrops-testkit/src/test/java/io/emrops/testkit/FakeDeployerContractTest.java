package io.emrops.testkit;

import io.emrops.deploy.Deployer;
import java.util.List;

class FakeDeployerContractTest extends DeployerContract {
    @Override
    protected Deployer deployer() {
        return FakeDeployer.of("emrnext", "api", "web")
                .version("1.0.0")
                .version("2.0.0")
                .brokenVersion("2.1.0", "api")
                .replicas("api", 3)
                .setting("EMR_LOG", "info");
    }

    @Override
    protected List<String> goodVersions() {
        return List.of("1.0.0", "2.0.0");
    }

    @Override
    protected String brokenVersion() {
        return "2.1.0";
    }

    @Override
    protected String missingVersion() {
        return "9.9.9";
    }
}
