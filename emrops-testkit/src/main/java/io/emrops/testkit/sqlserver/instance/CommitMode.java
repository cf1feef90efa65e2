package io.emrops.testkit.sqlserver.instance;

/** As {@code sys.availability_replicas.availability_mode_desc} has it ("sys.availability_replicas (Transact-SQL)"). */
public enum CommitMode {
    /** The primary does not wait for the replica. */
    ASYNCHRONOUS_COMMIT(0),
    /** The primary waits until the replica has the log. */
    SYNCHRONOUS_COMMIT(1);

    private final int number;

    CommitMode(int number) {
        this.number = number;
    }

    /** As {@code availability_mode} has it. */
    public int number() {
        return number;
    }
}
