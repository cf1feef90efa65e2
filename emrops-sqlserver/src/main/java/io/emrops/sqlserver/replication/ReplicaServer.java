package io.emrops.sqlserver.replication;

import io.emrops.sqlserver.session.Sessions;
import java.util.Objects;

/**
 * A server of a group.
 *
 * @param name as {@code sys.availability_replicas.replica_server_name} has it
 */
public record ReplicaServer(String name, Sessions sessions) {
    public ReplicaServer {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A replica has a name");
        }
        Objects.requireNonNull(sessions, "sessions");
    }
}
