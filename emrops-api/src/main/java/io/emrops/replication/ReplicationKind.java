package io.emrops.replication;

/** How replicas follow their primary. */
public enum ReplicationKind {
    /** Databases that fail over together, fed with the log as it is written. */
    AVAILABILITY_GROUP("availability group"),
    /** Log backups that are copied and restored elsewhere, at intervals. */
    LOG_SHIPPING("log shipping");

    private final String words;

    ReplicationKind(String words) {
        this.words = words;
    }

    /** As people say it. */
    @Override
    public String toString() {
        return words;
    }
}
