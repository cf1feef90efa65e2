package io.emrops.testkit;

import io.emrops.core.memory.MemoryLeases;
import io.emrops.spi.Leases;

class MemoryLeasesContractTest extends LeasesContract {
    private final MemoryLeases locks = new MemoryLeases();

    @Override
    protected Leases open() {
        return locks;
    }
}
