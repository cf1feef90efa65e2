package io.emrops.testkit;

import io.emrops.spi.RunStore;

/** Until it crashes, it is a store like any other. */
class CrashingRunStoreContractTest extends RunStoreContract {
    private InMemoryRunStore disk = new InMemoryRunStore();

    @Override
    protected RunStore open() {
        disk = disk.reopen();
        return CrashingRunStore.over(disk).crashAfter(1_000_000);
    }
}
