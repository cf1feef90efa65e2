package io.emrops.backup;

/**
 * How much is known of a backup, from little to much. Each includes the ones before it. A backup that was only read back
 * has never been restored, and may hold a database that was damaged before it was backed up.
 */
public enum Proof {
    /** The system's history says that it was made. */
    RECORDED("recorded"),
    /** It lies where it should, and says of itself what the history says of it. */
    PRESENT("present"),
    /** All of it was read back, and its checksums are right. */
    READ_BACK("read back"),
    /** A database was restored from it. */
    RESTORED("restored"),
    /** The restored database was checked for integrity and is sound. */
    SOUND("restored and found sound");

    private final String word;

    Proof(String word) {
        this.word = word;
    }

    /** Whether this is as much as the other or more. */
    public boolean atLeast(Proof other) {
        return compareTo(other) >= 0;
    }

    /** As part of a sentence: "read back". */
    @Override
    public String toString() {
        return word;
    }
}
