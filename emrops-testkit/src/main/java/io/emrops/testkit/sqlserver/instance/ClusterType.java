package io.emrops.testkit.sqlserver.instance;

/** As {@code sys.availability_groups.cluster_type_desc} has it ("sys.availability_groups (Transact-SQL)"). */
public enum ClusterType {
    /** A Windows Server failover cluster, which sees to it that one replica is primary. */
    WSFC(0),
    /** A cluster of somebody else, such as Pacemaker, whose tools alone fail over. */
    EXTERNAL(1),
    /** Nobody sees to it that one replica alone is primary. */
    NONE(2);

    private final int number;

    ClusterType(int number) {
        this.number = number;
    }

    /** As {@code cluster_type} has it. */
    public int number() {
        return number;
    }
}
