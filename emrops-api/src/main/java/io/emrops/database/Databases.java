package io.emrops.database;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.StepContext;
import java.time.Duration;

/** Checks over a {@link Database}. */
public final class Databases {
    private Databases() {}

    /**
     * The database answers within this time, connecting included.
     *
     * @param atMost positive
     */
    public static Check answersWithin(Database database, Duration atMost) {
        return new Check() {
            @Override
            public Finding check(StepContext run) {
                var took = database.ping();
                var text = database.target().name() + " answered in " + took.toMillis() + " ms";
                return took.compareTo(atMost) <= 0
                        ? Finding.ok(text)
                        : Finding.notOk(text + ", more than the " + atMost.toMillis() + " ms allowed");
            }

            @Override
            public String describe() {
                return "The database answers within " + atMost.toMillis() + " ms";
            }
        };
    }
}
