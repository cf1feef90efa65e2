package io.emrops.testkit.sqlserver.instance;

import java.util.List;

/**
 * A file of a database.
 *
 * @param id 1 for the primary data file, 2 for the log
 * @param pages of 8 KiB
 */
public record DatabaseFile(int id, Type type, String logicalName, String path, long pages) {
    private static final long PAGES_OF_DATA = 1024;
    private static final long PAGES_OF_LOG = 256;

    /** What a file holds. */
    public enum Type {
        /** Data. */
        ROWS('D'),
        /** Log. */
        LOG('L');

        private final char code;

        Type(char code) {
            this.code = code;
        }

        /** As RESTORE FILELISTONLY has it. */
        public char code() {
            return code;
        }
    }

    /** The files that a database gets which names none. */
    static List<DatabaseFile> chosenFor(String database) {
        return List.of(
                new DatabaseFile(1, Type.ROWS, database, "C:\\Data\\" + database + ".mdf", PAGES_OF_DATA),
                new DatabaseFile(2, Type.LOG, database + "_log", "C:\\Data\\" + database + "_log.ldf", PAGES_OF_LOG));
    }

    /** The same file elsewhere. */
    public DatabaseFile at(String otherPath) {
        return new DatabaseFile(id, type, logicalName, otherPath, pages);
    }
}
