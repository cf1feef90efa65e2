package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How transactions come into the logs of databases: into all of them, or into none. Guarded by the instance. */
final class Commits {
    private final Instance instance;
    private final DatabaseRegister databases;

    Commits(Instance instance, DatabaseRegister databases) {
        this.instance = instance;
        this.databases = databases;
    }

    Commit commit(String databaseName, String mark, boolean bulk, List<Commit.Redo> redo) throws Refusal {
        try (var still = instance.availability().standStill()) {
            var commit = requireWritable(databaseName, still).log().commit(instance.now(), mark, bulk, redo);
            still.catchUp();
            return commit;
        }
    }

    List<Commit> commit(List<CommitShare> shares, String mark, boolean bulk) throws Refusal {
        try (var still = instance.availability().standStill()) {
            var commits = commit(shares, mark, bulk, still);
            still.catchUp();
            return commits;
        }
    }

    private List<Commit> commit(List<CommitShare> shares, String mark, boolean bulk, Availability.Still still)
            throws Refusal {
        var targets = new ArrayList<Database>();
        for (var share : shares) {
            var database = requireWritable(share.database(), still);
            var since = historyAfter(share.database(), share.count(), share.last());
            if (since.isEmpty() || !since.get().isEmpty()) {
                throw new Refusal(SqlError.of(
                        50_000,
                        16,
                        "The simulated server does not commit a transaction that began before database '"
                                + database.name() + "' was restored. It is rolled back."));
            }
            targets.add(database);
        }
        var commits = new ArrayList<Commit>();
        for (var i = 0; i < targets.size(); i++) {
            commits.add(targets.get(i)
                    .log()
                    .commit(instance.now(), mark, bulk, shares.get(i).redo()));
        }
        return commits;
    }

    private Database requireWritable(String databaseName, Availability.Still still) throws Refusal {
        var database = databases.require(databaseName, 911);
        if (database.state() != DatabaseState.ONLINE) {
            throw instance.refusal(
                    switch (database.state()) {
                        case RESTORING -> 927;
                        case SUSPECT -> 926;
                        default -> 942;
                    },
                    database.name());
        }
        if (database.inTransition()) {
            throw instance.refusal(952, database.name());
        }
        requirePrimary(database, still);
        if (database.readOnly()) {
            throw instance.refusal(3906, database.name());
        }
        return database;
    }

    /** That too few synchronous replicas is 988 is unverified. */
    private void requirePrimary(Database database, Availability.Still still) throws Refusal {
        var group = still.of(database);
        if (group.isEmpty()) {
            return;
        }
        var replica = group.get().replica(instance);
        if (replica.role() == ReplicaRole.RESOLVING) {
            throw instance.refusal(983, database.name());
        } else if (!replica.isPrimary()) {
            throw instance.refusal(3906, database.name());
        } else if (group.get().synchronizedWith(replica, database.name())
                < group.get().required()) {
            throw instance.refusal(988, database.name());
        }
    }

    Optional<List<Commit>> historyAfter(String databaseName, int count, @Nullable Commit last) {
        var database = databases.get(databaseName);
        if (database == null) {
            return Optional.empty();
        }
        var history = database.history();
        return history.size() < count || (count > 0 && history.get(count - 1) != last)
                ? Optional.empty()
                : Optional.of(List.copyOf(history.subList(count, history.size())));
    }
}
