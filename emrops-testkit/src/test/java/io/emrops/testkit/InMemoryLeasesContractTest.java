package io.emrops.testkit;

import io.emrops.spi.Leases;

class InMemoryLeasesContractTest extends LeasesContract {
    private final InMemoryLeases locks = new InMemoryLeases();

    @Override
    protected Leases open() {
        return locks.anotherProcess();
    }
}
