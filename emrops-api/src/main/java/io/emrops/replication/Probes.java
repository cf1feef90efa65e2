package io.emrops.replication;

import io.emrops.Probe;
import java.util.Optional;

/** What becomes of a failover that was cut off. */
final class Probes {
    private Probes() {}

    /** By asking who is primary. */
    static Probe<FailedOver> whoIsPrimary(ReplicaFailover group, String from, String to) {
        var now = group.status();
        if (now.isPrimary(to)) {
            return Probe.applied(new FailedOver(
                    now.group(), Optional.of(from), to, now.at(), Optional.empty(), wayBack(group, now, from)));
        }
        return now.isPrimary(from)
                ? Probe.notApplied()
                : Probe.unknown("Neither " + from + " nor " + to + " is the one primary of " + now.group());
    }

    private static WayBack wayBack(ReplicaFailover group, ReplicationStatus now, String from) {
        if (group.kind() == ReplicationKind.LOG_SHIPPING) {
            return WayBack.RESEED;
        }
        return now.replicas().stream().anyMatch(r -> r.name().equals(from) && r.follows())
                ? WayBack.FAIL_BACK
                : WayBack.RESUME;
    }
}
