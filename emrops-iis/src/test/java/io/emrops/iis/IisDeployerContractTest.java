package io.emrops.iis;

import io.emrops.deploy.Deployer;
import io.emrops.testkit.DeployerContract;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
final class IisDeployerContractTest extends DeployerContract {
    @TempDir
    Path directory;

    private @Nullable IisLab lab;

    @Override
    protected Deployer deployer() throws Exception {
        lab = new IisLab(directory).version("1.0.0").version("2.0.0").brokenVersion("2.1.0");
        return lab.deployer();
    }

    @AfterEach
    void close() {
        if (lab != null) {
            lab.scripted.requireAllScripted();
            lab.close();
        }
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
