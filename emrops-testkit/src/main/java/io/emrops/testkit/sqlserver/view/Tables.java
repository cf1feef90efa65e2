package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.catalog.Catalog;

/** What views ask whoever keeps the tables of users. All of it is as the viewer's transaction sees it. */
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
    };

    /** What a database has; if it is not there or not open, an empty one. */
    Catalog catalog(String database);

    /** How many rows a table has; 0 if there is no such table. */
    long rows(String database, int objectId);
}
