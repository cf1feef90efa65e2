package io.emrops.testkit.sqlserver.statement;

/** What is done to an availability group. */
public sealed interface GroupAction {
    /** One that is said in one word. */
    enum Verb implements GroupAction {
        /** This replica becomes the primary, and nothing is lost. */
        FAILOVER,
        /** This replica becomes the primary with what it has. */
        FORCE_FAILOVER_ALLOW_DATA_LOSS,
        /** There is no primary any more. */
        OFFLINE
    }

    /** {@code SET (ROLE = SECONDARY)}: this replica follows another. */
    record Demotion() implements GroupAction {}

    /** {@code SET (REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = n)}. */
    record RequiredSecondaries(int number) implements GroupAction {}

    /** {@code MODIFY REPLICA ON … WITH (AVAILABILITY_MODE = …)}. */
    record ReplicaMode(String server, Mode mode) implements GroupAction {}

    /** {@code MODIFY REPLICA ON … WITH (SECONDARY_ROLE (ALLOW_CONNECTIONS = …))}. */
    record SecondaryRole(String server, Connections connections) implements GroupAction {}

    /** Whom a replica lets in while it is secondary. */
    enum Connections {
        /** Nobody. */
        NO,
        /** Whoever says at the login that it only reads. */
        READ_ONLY,
        /** Everybody. */
        ALL
    }

    /** Whether the primary waits for a replica. */
    enum Mode {
        /** It waits. */
        SYNCHRONOUS_COMMIT,
        /** It does not wait. */
        ASYNCHRONOUS_COMMIT
    }
}
