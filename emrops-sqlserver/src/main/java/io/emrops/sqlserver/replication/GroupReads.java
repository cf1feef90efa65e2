package io.emrops.sqlserver.replication;

import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.replication.ReadReplica;
import io.emrops.replication.Reads;
import io.emrops.replication.Replica;
import io.emrops.sqlserver.session.DedicatedSession;
import io.emrops.sqlserver.session.Sessions;
import io.emrops.sqlserver.statement.Identifier;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may read from the secondary replicas of a group ("Configure read-only access to a secondary replica of an Always On availability group"). It is a
 * setting of the group, made at the primary.
 */
public final class GroupReads {
    private static final Logger LOG = LoggerFactory.getLogger(GroupReads.class);
    private static final String SETTINGS = "SELECT ar.replica_server_name, ar.secondary_role_allow_connections_desc,"
            + " ag.basic_features FROM sys.availability_groups AS ag"
            + " JOIN sys.availability_replicas AS ar ON ar.group_id = ag.group_id WHERE ag.name = ?";
    private static final String DATABASES = "SELECT adc.database_name FROM sys.availability_databases_cluster AS adc"
            + " JOIN sys.availability_groups AS ag ON ag.group_id = adc.group_id WHERE ag.name = ?";

    private final GroupReader reader;
    private final Map<String, Sessions> intending;
    private final Target target;

    /** @param intending connections that intend to read, by the names of the replicas */
    public GroupReads(GroupReader reader, Map<String, Sessions> intending, Target target) {
        this.reader = reader;
        this.intending = Map.copyOf(intending);
        this.target = target;
    }

    /** What is set for one. */
    private record Setting(String replica, Reads reads, boolean basic) {}

    /** Who may read from each. */
    public List<ReadReplica> all() {
        var primary = primary();
        return settings(primary).stream()
                .map(setting -> new ReadReplica(
                        setting.replica(), setting.replica().equalsIgnoreCase(primary), setting.reads()))
                .toList();
    }

    /** What {@link #let} would do. */
    public List<String> preview(String replica, Reads reads) {
        var now = settable(replica, primary());
        return now == reads ? List.of() : List.of("who may read from " + replica + ": " + now + " -> " + reads);
    }

    /** Sets it. */
    public void let(String replica, Reads reads) throws InterruptedException {
        var primary = primary();
        if (settable(replica, primary) != reads) {
            new GroupStatements(reader, target).connections(primary, replica, word(reads));
        }
    }

    private String primary() {
        var primaries = reader.status().primaries();
        if (primaries.size() != 1) {
            throw new PreconditionFailedException("Refused for " + reader.group() + ", and nothing was changed: "
                    + (primaries.isEmpty() ? "nobody is primary" : "several replicas say that they are primary"));
        }
        return primaries.stream().map(Replica::name).findFirst().orElseThrow();
    }

    private List<Setting> settings(String primary) {
        try (var session = reader.server(primary).sessions().asking()) {
            return session.queries(target)
                    .list(
                            "who may read",
                            SETTINGS,
                            row -> new Setting(
                                    row.text("replica_server_name").orElse("?"),
                                    reads(row.text("secondary_role_allow_connections_desc")
                                            .orElse("?")),
                                    row.flag("basic_features").orElse(false)),
                            reader.group());
        }
    }

    private Reads settable(String replica, String primary) {
        reader.server(replica);
        if (replica.equals(primary)) {
            throw refused(replica + " is primary, and no read replica is had by it");
        }
        var setting = settings(primary).stream()
                .filter(each -> each.replica().equalsIgnoreCase(replica))
                .findFirst()
                .orElseThrow(() -> refused("its primary knows of no replica " + replica));
        if (setting.basic()) {
            throw refused("it is a basic availability group, whose secondary answers no reads");
        }
        return setting.reads();
    }

    private PreconditionFailedException refused(String why) {
        return new PreconditionFailedException("Refused for " + reader.group() + ", and nothing was changed: " + why);
    }

    private static Reads reads(String word) {
        return switch (word) {
            case "ALL" -> Reads.ALL;
            case "READ_ONLY" -> Reads.INTENDED;
            default -> Reads.NONE;
        };
    }

    private static String word(Reads reads) {
        return switch (reads) {
            case NONE -> "NO";
            case INTENDED -> "READ_ONLY";
            case ALL -> "ALL";
        };
    }

    /** Whether a query is answered in each database. */
    public boolean answers(String replica) {
        reader.server(replica);
        var sessions = intending.get(replica);
        if (sessions == null) {
            throw new PreconditionFailedException("No connections to " + replica + " were told that intend to read");
        }
        try (var session = sessions.asking()) {
            var databases = session.queries(target)
                    .list(
                            "the databases",
                            DATABASES,
                            row -> row.text("database_name").orElse("?"),
                            reader.group());
            return !databases.isEmpty() && databases.stream().allMatch(database -> answers(session, database));
        }
    }

    /** The server has answered over this session just now: it is the database that does not. */
    private boolean answers(DedicatedSession session, String database) {
        try {
            return session.queries(target)
                    .find(
                            "a query",
                            "USE " + Identifier.of(database).quoted() + "; SELECT DB_NAME() AS name",
                            row -> row.text("name").orElse("?"))
                    .isPresent();
        } catch (TargetUnavailableException | PreconditionFailedException e) {
            LOG.debug("{} answers no reads", database, e);
            return false;
        }
    }
}
