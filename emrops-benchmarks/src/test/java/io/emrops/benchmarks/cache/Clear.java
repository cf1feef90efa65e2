package io.emrops.benchmarks.cache;

import io.emrops.Progress;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.redis.Redis;

/** Ours, in a process of its own. */
final class Clear {
    private Clear() {}

    /** Argument: the port. */
    public static void main(String[] args) throws Exception {
        try (var redis = Redis.at("127.0.0.1", Integer.parseInt(args[0])).build()) {
            System.out.println(redis.clear(ClearScope.keys("page:*"), ClearPace.FULL_SPEED, Progress.none())
                    .removed());
        }
    }
}
