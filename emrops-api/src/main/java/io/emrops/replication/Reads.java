package io.emrops.replication;

/** Who may read from a replica while it is secondary. */
public enum Reads {
    /** Nobody. */
    NONE("nobody"),
    /** Whoever says that nothing but reading is intended, such as with {@code applicationIntent=ReadOnly}. */
    INTENDED("readers by intent"),
    /** Everybody. */
    ALL("everybody");

    private final String words;

    Reads(String words) {
        this.words = words;
    }

    /** As people say it. */
    @Override
    public String toString() {
        return words;
    }
}
