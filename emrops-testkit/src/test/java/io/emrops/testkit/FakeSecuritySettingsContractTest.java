package io.emrops.testkit;

import io.emrops.deploy.SecuritySettings;
import io.emrops.deploy.SettingFinding.Severity;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FakeSecuritySettingsContractTest extends SecuritySettingsContract {
    @TempDir
    Path directory;

    @Override
    protected SecuritySettings settings() {
        return FakeSecuritySettings.of("emrnext")
                .finding("web", "latest-tag", Severity.LOW, "image web:latest is named by a tag that moves")
                .finding("api", "secret-in-environment", Severity.HIGH, "EMR_DB_PASSWORD holds a secret")
                .keptIn(directory.resolve("settings"));
    }

    @Override
    protected SecuritySettings settingsOfNothing() {
        return FakeSecuritySettings.of("emrnext")
                .finding("web", "latest-tag", Severity.LOW, "image web:latest is named by a tag that moves")
                .stopped()
                .keptIn(directory.resolve("stopped"));
    }

    @Override
    protected String secret() {
        return "canary-4711";
    }
}
