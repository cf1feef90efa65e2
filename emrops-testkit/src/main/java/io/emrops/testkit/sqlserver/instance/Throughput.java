package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.time.Duration;
import java.time.Instant;

/** How fast a backup or restore was; one that took no time by the server's clock has taken a tenth of a second. */
final class Throughput {
    private static final long LEAST_MILLIS = 100;
    private static final long KILOBYTES_OF_PAGE = 8;

    private Throughput() {}

    /** What is said when it is done. */
    static SqlError report(Instance instance, String statement, long pages, Instant started) {
        var millis =
                Math.max(LEAST_MILLIS, Duration.between(started, instance.now()).toMillis());
        var perSecond = pages * KILOBYTES_OF_PAGE * 1000 / millis;
        return instance.message(
                3014, statement, pages, millis / 1000, millis % 1000, perSecond / 1024, perSecond % 1024 * 1000 / 1024);
    }
}
