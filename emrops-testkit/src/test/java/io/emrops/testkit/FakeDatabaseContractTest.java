package io.emrops.testkit;

import io.emrops.database.Database;

class FakeDatabaseContractTest extends DatabaseContract {
    @Override
    protected Database database() {
        return FakeDatabase.of("sql01/EMRNext");
    }

    @Override
    protected Database unreachable() {
        return FakeDatabase.of("sql02/EMRNext").goDown();
    }
}
