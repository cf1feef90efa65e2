package io.emrops.testkit.sqlserver.instance;

/**
 * A file of a database.
 *
 * @param id 1 for the primary data file, 2 for the log
 * @param pages of 8 KiB
 */
public record DatabaseFile(int id, Type type, String logicalName, String path, long pages) {
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

    /** The same file elsewhere. */
    public DatabaseFile at(String otherPath) {
        return new DatabaseFile(id, type, logicalName, otherPath, pages);
    }
}
