package io.emrops.testkit;

import io.emrops.spi.RunStore;

class InMemoryRunStoreContractTest extends RunStoreContract {
    private InMemoryRunStore store = new InMemoryRunStore();

    @Override
    protected RunStore open() {
        store = store.reopen();
        return store;
    }
}
