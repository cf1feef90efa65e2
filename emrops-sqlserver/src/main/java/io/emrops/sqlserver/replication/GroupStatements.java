package io.emrops.sqlserver.replication;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.Target;
import io.emrops.sqlserver.session.OperationResult;
import io.emrops.sqlserver.statement.Identifier;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is said to one server of a group; each statement over a connection of its own. */
final class GroupStatements {
    /** A failover waits for the log to be redone; then it is asked what has become of it. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final GroupReader reader;
    private final Target target;

    GroupStatements(GroupReader reader, Target target) {
        this.reader = reader;
        this.target = target;
    }

    private String alter(String action) {
        return "ALTER AVAILABILITY GROUP " + Identifier.of(reader.group()).quoted() + " " + action;
    }

    OperationResult failOver(String to) throws InterruptedException {
        return run(to, alter("FAILOVER"));
    }

    OperationResult force(String to) throws InterruptedException {
        return run(to, alter("FORCE_FAILOVER_ALLOW_DATA_LOSS"));
    }

    OperationResult offline(String from) throws InterruptedException {
        return run(from, alter("OFFLINE"));
    }

    void follow(String replica) throws InterruptedException {
        run(replica, alter("SET (ROLE = SECONDARY)"))
                .orThrow("Making " + replica + " follow", replica + " is neither primary nor secondary", target);
    }

    void resume(String replica, String database) throws InterruptedException {
        run(replica, "ALTER DATABASE " + Identifier.of(database).quoted() + " SET HADR RESUME")
                .orThrow("Resuming " + database + " on " + replica, "It still is suspended", target);
    }

    void connections(String primary, String replica, String allowed) throws InterruptedException {
        run(
                        primary,
                        alter("MODIFY REPLICA ON N'" + replica.replace("'", "''")
                                + "' WITH (SECONDARY_ROLE (ALLOW_CONNECTIONS = " + allowed + "))"))
                .orThrow("Setting who may read from " + replica, "It is as it was", target);
    }

    /** What the server says the cluster is; a server older than 2017 knows of one kind alone. */
    ClusterType clusterType(String replica) {
        try (var session = reader.server(replica).sessions().asking()) {
            var queries = session.queries(target);
            var major = queries.find(
                            "the version",
                            "SELECT CAST(SERVERPROPERTY('ProductMajorVersion') AS int) AS major_version",
                            row -> row.integer("major_version").orElse(0))
                    .orElse(0);
            return major < 14
                    ? ClusterType.WSFC
                    : queries.find(
                                    "the kind of the cluster",
                                    "SELECT cluster_type_desc FROM sys.availability_groups WHERE name = ?",
                                    row -> ClusterType.valueOf(
                                            row.text("cluster_type_desc").orElse("WSFC")),
                                    reader.group())
                            .orElse(ClusterType.WSFC);
        }
    }

    private OperationResult run(String replica, String statement) throws InterruptedException {
        try (var session = reader.server(replica).sessions().dedicated()) {
            return session.operation(statement).cancelAfter(PATIENCE).run();
        }
    }

    /** Nobody knows, and asking has not told either. */
    OutcomeUnknownException unknown(String whether, @Nullable EmropsException why) {
        return new OutcomeUnknownException(
                whether + " is not known: the connection ended or nobody answers, and it is not seen yet."
                        + " Ask for the status before anything else",
                why,
                target);
    }
}
