package io.emrops.sqlserver.history;

/** Where it is read what a backup set is; the two name the same things differently. */
enum Source {
    /** A table of the server's history. */
    MSDB,
    /** The file itself, by {@code RESTORE HEADERONLY}. */
    HEADER
}
