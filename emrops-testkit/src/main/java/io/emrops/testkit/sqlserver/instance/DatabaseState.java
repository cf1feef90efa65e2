package io.emrops.testkit.sqlserver.instance;

/** As {@code sys.databases.state_desc} has it ("Database states"). */
public enum DatabaseState {
    /** Open. */
    ONLINE(0),
    /** Between two steps of a restore. */
    RESTORING(1),
    /** Damaged. */
    SUSPECT(4),
    /** Read-only and for administrators, to look at what is left. */
    EMERGENCY(5),
    /** Closed by somebody. */
    OFFLINE(6);

    private final int number;

    DatabaseState(int number) {
        this.number = number;
    }

    /** As {@code sys.databases.state} has it. */
    public int number() {
        return number;
    }
}
