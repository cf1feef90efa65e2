package io.emrops.testkit.sqlserver.instance;

/** What is at a path of the server's machine. */
public sealed interface ServerFile {
    /**
     * A file of a backup.
     *
     * @param family which stripe of the set it is, from 1
     * @param condition what a reader finds
     */
    record Backup(MediaSet media, int family, Condition condition) implements ServerFile {
        /** What a reader of a backup file finds. */
        public enum Condition {
            /** What was written. */
            SOUND,
            /** Pages whose checksums are wrong. */
            BAD_PAGES,
            /** No header. */
            BAD_HEADER,
            /** The end is missing. */
            CUT_OFF
        }

        Backup in(Condition newCondition) {
            return new Backup(media, family, newCondition);
        }
    }

    /** A file of a database. */
    record OfDatabase(int databaseId) implements ServerFile {}

    /** Something else. */
    record Other() implements ServerFile {}
}
