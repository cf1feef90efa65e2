package io.emrops.testkit;

import io.emrops.Progress;
import io.emrops.backup.Backup;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the tests of a {@link RecoveryProvider} need. */
abstract class RecoveryContractFixture {
    RecoveryProvider provider;
    String database;
    final String key = "contract-" + UUID.randomUUID() + "/secure#1";

    @SuppressWarnings("NullAway.Init")
    RecoveryContractFixture() {}

    /** The provider. */
    protected abstract RecoveryProvider provider() throws Exception;

    /** Makes an empty database that may be overwritten at will, and of which log backups can be made; its name. */
    protected abstract String newDatabase() throws Exception;

    /** A name that no database has. */
    protected abstract String freeName();

    /** Commits something in a database. */
    protected abstract void commit(String database, String what) throws Exception;

    /** What was committed in an open database and is in it, in its order. */
    protected abstract List<String> committed(String database) throws Exception;

    /** Whether users can work with a database. */
    protected abstract boolean isOpen(String database) throws Exception;

    /** Has the schedule make a backup: one that is not copy-only. As the system lists it. */
    protected abstract Backup backUp(String database, Backup.Kind kind) throws Exception;

    /**
     * A moment by the system's clock: what was committed before this call is before it, and what is committed after it is
     * later, as exactly as the system tells its moments.
     */
    protected abstract Instant moment() throws Exception;

    /** The moment is behind the second one. */
    final Instant threeCommitsAndTheirMoment() throws Exception {
        commit(database, "second");
        var moment = moment();
        commit(database, "third");
        return moment;
    }

    final RecoveryPlan plan(Instant moment) {
        return provider.plan(RecoveryRequest.inPlace(database, moment));
    }

    final void recover(RecoveryPlan plan) throws InterruptedException {
        var secured = provider.secure(plan, key, Progress.none());
        provider.restore(plan, secured, Progress.none());
        provider.open(plan, secured);
    }
}
