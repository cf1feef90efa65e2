package io.emrops.testkit;

import io.emrops.recovery.RecoveryProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class KeptFakeRecoveryProviderContractTest extends FakeRecoveryProviderContractTest {
    @TempDir
    Path directory;

    @Override
    protected RecoveryProvider provider() {
        return ((FakeRecoveryProvider) super.provider()).keptIn(directory.resolve("recovery"));
    }
}
