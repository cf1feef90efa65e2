package io.emrops.testkit.sqlserver.instance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** Backup sets behind one another, in one file or striped over several ("Media sets, media families, and backup sets"). */
public final class MediaSet {
    private final UUID id;
    private final String name;
    private final int families;
    private final boolean compressed;
    private final boolean encrypted;
    private final List<BackupSet> sets = new ArrayList<>();
    private boolean brokenOff;

    MediaSet(UUID id, String name, int families, boolean compressed, boolean encrypted) {
        this.id = id;
        this.name = name;
        this.families = families;
        this.compressed = compressed;
        this.encrypted = encrypted;
    }

    /** Another one for each time that a file is formatted. */
    public UUID id() {
        return id;
    }

    /** May be empty. */
    public String name() {
        return name;
    }

    /** Over how many files it is striped. */
    public int families() {
        return families;
    }

    /** Whether all in it is compressed. */
    public boolean compressed() {
        return compressed;
    }

    /** Whether all in it is encrypted. */
    public boolean encrypted() {
        return encrypted;
    }

    /** Its sets, by position. */
    public List<BackupSet> sets() {
        return Collections.unmodifiableList(sets);
    }

    int nextPosition() {
        return sets.size() + 1;
    }

    /** Another set is being written. */
    void begin() {
        brokenOff = true;
    }

    /** It is written. */
    void add(BackupSet set) {
        sets.add(set);
        brokenOff = false;
    }

    /** Whether a set stands behind the others that has no end. */
    boolean isBrokenOff() {
        return brokenOff;
    }
}
