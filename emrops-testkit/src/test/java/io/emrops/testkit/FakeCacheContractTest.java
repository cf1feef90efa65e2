package io.emrops.testkit;

import io.emrops.cache.CacheManager;

class FakeCacheContractTest extends CacheManagerContract {
    final FakeCache fake = FakeCache.of("redis01");

    @Override
    protected CacheManager cache() {
        return fake;
    }

    @Override
    protected void put(int database, String key, int bytes) {
        fake.put(database, key, bytes);
    }

    @Override
    protected boolean get(int database, String key) {
        return fake.get(database, key);
    }
}
