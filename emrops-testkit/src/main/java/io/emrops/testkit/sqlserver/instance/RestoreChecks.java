package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.BackupSet.Kind;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Flag;
import io.emrops.testkit.sqlserver.statement.RestoreOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a backup set cannot be restored, or not onto this database. */
final class RestoreChecks {
    private final Instance instance;
    private final Caller caller;
    private final RestoreOptions options;
    private final String statement;

    RestoreChecks(Instance instance, Caller caller, RestoreOptions options, String statement) {
        this.instance = instance;
        this.caller = caller;
        this.options = options;
        this.statement = statement;
    }

    void requireReadable(BackupSet set) throws Refusal {
        if (set.source().majorVersion() > instance.majorVersion()) {
            throw instance.refusal(
                    3169, set.source().majorVersion() + ".00.1000", instance.majorVersion() + ".00.1000");
        }
        var certificate = set.features().encryptedBy();
        if (certificate.isPresent() && !instance.hasCertificate(certificate.get())) {
            throw instance.refusal(33111, "certificate", Certificate.thumbprintInWords(certificate.get()));
        }
    }

    void requireKind(BackupSet set, BackupSource source, Kind wanted) throws Refusal {
        if (set.kind() != wanted) {
            var by = set.kind() == Kind.LOG ? "BACKUP LOG" : "BACKUP DATABASE";
            throw instance.refusal(3135, source.path(), by);
        }
    }

    /** The tail may go if somebody says so, or if the point to stop at lies before all that is in it. */
    void requireNoTail(Database existing, Optional<StopPoint> stop) throws Refusal {
        var isLost = existing.state() == DatabaseState.ONLINE || existing.state() == DatabaseState.SUSPECT;
        if (!isLost || options.has(Flag.REPLACE) || existing.log().tail().isEmpty()) {
            return;
        }
        if (stop.isEmpty()) {
            throw instance.refusal(3159, existing.name());
        }
        if (existing.log().tail().stream().anyMatch(stop.get()::isReachedOver)) {
            throw instance.refusal(3173, existing.name());
        }
    }

    /** Whatever the stop says, a data backup is restored as a whole. */
    void requireNotTooEarly(BackupSet set, Optional<StopPoint> stop) throws Refusal {
        if (stop.map(point -> point.isTooEarlyFor(set)).orElse(false)) {
            throw instance.refusal(4338);
        }
    }

    void requireFree(Database database) throws Refusal {
        if (database.name().equalsIgnoreCase(caller.database())) {
            throw instance.refusal(3102, statement, database.name());
        }
        if (instance.occupants().isInUse(database, caller)) {
            throw instance.refusal(3101);
        }
    }

    void requireSameFamily(Database existing, BackupSet set) throws Refusal {
        if (!existing.family().equals(set.source().family()) && !options.has(Flag.REPLACE)) {
            throw instance.refusal(3154, existing.name());
        }
    }

    /** @throws Refusal unless the database waits for more */
    Database requireRestoring(String name, @Nullable Database existing, BackupSet set) throws Refusal {
        if (existing == null) {
            throw instance.refusal(3118, name);
        }
        if ((existing.state() != DatabaseState.RESTORING && !existing.standby()) || existing.dataLost()) {
            throw instance.refusal(3117);
        }
        requireFree(existing);
        if (!existing.family().equals(set.source().family())) {
            throw instance.refusal(3154, existing.name());
        }
        requireUninterrupted(existing, set);
        return existing;
    }

    /** @throws Refusal if another backup has to be restored again first; that it is this number is unverified for RECOVERY alone */
    void requireUninterrupted(Database database, @Nullable BackupSet set) throws Refusal {
        var interrupted = database.interrupted();
        if (interrupted.isPresent() && (set == null || !interrupted.get().equals(set.id()))) {
            throw instance.refusal(4319, database.files().get(0).logicalName());
        }
    }

    /** @throws Refusal if the database has been rolled forward beyond the point already */
    void requireCommitBefore(Database database, StopPoint stop) throws Refusal {
        var history = database.history();
        var time = stop.at();
        if (time.isPresent()
                && !history.isEmpty()
                && history.get(history.size() - 1).at().isAfter(time.get())) {
            throw instance.refusal(4335);
        }
    }
}
