package io.emrops.replication;

import java.util.Objects;

/**
 * Who may read from a replica, as it is set. Whether it answers them is another question: {@link ReadReplicas#answersReads}.
 *
 * @param name what its server is called
 * @param primary whether it is primary now, which everybody may read from whatever is set
 * @param reads what is set for as long as it is secondary
 */
public record ReadReplica(String name, boolean primary, Reads reads) {
    public ReadReplica {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A replica has a name");
        }
        Objects.requireNonNull(reads, "reads");
    }
}
