package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import java.util.Optional;

/**
 * What views ask whoever keeps the tables of users. All of it is as the viewer's transaction sees it, and is asked without the
 * instance's lock.
 */
public interface Tables {
    /** Of an instance that keeps none. */
    Tables NONE = new Tables() {
        @Override
        public Catalog catalog(String database) {
            return Catalog.empty();
        }

        @Override
        public long rows(String database, int objectId) {
            return 0;
        }

        @Override
        public Optional<Long> lastValue(String database, int objectId) {
            return Optional.empty();
        }
    };

    /** What a database has; of one that is not there or not open, an empty one. */
    Catalog catalog(String database);

    /** How many rows a table has; 0 if there is no such table. */
    long rows(String database, int objectId);

    /** The number that a sequence, or the identity of a table, has given last; empty if it has given none. */
    Optional<Long> lastValue(String database, int objectId);
}
