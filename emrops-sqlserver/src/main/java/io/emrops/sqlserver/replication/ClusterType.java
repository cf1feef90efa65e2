package io.emrops.sqlserver.replication;

import io.emrops.replication.Ability;
import java.util.EnumSet;
import java.util.Set;

/** Who sees to it that one replica of a group is primary ("sys.availability_groups (Transact-SQL)"). */
public enum ClusterType {
    /** A Windows Server failover cluster. A group that it has taken offline cannot be brought back, so nothing is fenced. */
    WSFC(EnumSet.of(Ability.PLANNED_FAILOVER, Ability.FORCED_FAILOVER, Ability.RESUME)),
    /** Another cluster, such as Pacemaker, whose own tools fail over. */
    EXTERNAL(EnumSet.of(Ability.RESUME)),
    /** Nobody: a former primary that comes back is primary again, until it is {@linkplain Ability#FENCE fenced}. */
    NONE(EnumSet.allOf(Ability.class));

    private final Set<Ability> abilities;

    ClusterType(Set<Ability> abilities) {
        this.abilities = abilities;
    }

    /** What can be done with such a group. */
    public Set<Ability> abilities() {
        return EnumSet.copyOf(abilities);
    }
}
