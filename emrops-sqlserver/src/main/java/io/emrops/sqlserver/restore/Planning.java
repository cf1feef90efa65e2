package io.emrops.sqlserver.restore;

import io.emrops.PreconditionFailedException;
import io.emrops.backup.Backup;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.ContainedFile;
import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.history.NamedFamilies;
import io.emrops.sqlserver.recovery.Goal;
import io.emrops.sqlserver.recovery.LiveDatabase;
import io.emrops.sqlserver.recovery.RecoveryDecision.Chain;
import io.emrops.sqlserver.recovery.ServerClock;
import io.emrops.sqlserver.recovery.Situation;
import io.emrops.sqlserver.statement.Identifier;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Gathers what a recovery is planned from, and refuses beforehand what the server would refuse half-way. */
final class Planning {
    private final Instance instance;

    Planning(Instance instance) {
        this.instance = instance;
    }

    RecoveryPlan plan(RecoveryRequest request) {
        var databases = instance.databases();
        var now = instance.now();
        var live = databases.find(request.database());
        requireSpelling(request, live);
        if (request.isInPlace()) {
            requireOverwritable(request, live);
        } else if (databases.find(request.into()).isPresent()) {
            throw refusal(request, "There is a database " + request.into() + " already");
        }
        if (!request.isToBackup() && request.moment().isAfter(now.toInstant())) {
            throw refusal(request, request.moment() + " has not come yet; on the server it is " + now.toInstant());
        }
        if (!databases.mayRestore(request.isInPlace() ? live : Optional.empty())) {
            throw refusal(request, "The login may not restore " + request.result());
        }
        var restoresBefore = databases.lastRestore();
        var reachable = new ReachableChain(instance);
        var situation = situation(request.database(), live, now, request.isInPlace());
        var chain = reachable.find(situation, goal(request));
        requireItsOwn(request, live, situation.sets(), chain.sets().get(0));
        var loses =
                request.isInPlace() && live.filter(ServerDatabase::keepsNoLog).isPresent();
        if (request.isInPlace() && !loses || chain.needsTail()) {
            TailFile.requireDirectory(instance);
        }
        var notes = new ArrayList<>(chain.explanation());
        notes.addAll(chain.alternatives());
        notes.addAll(reachable.passedOver());
        if (loses) {
            notes.add("What was committed " + instance.sinceLastBackup(live.orElseThrow())
                    + " cannot be secured: it is lost for good when restoring begins.");
        }
        var contained = files(chain);
        requireCertificates(request, contained);
        if (!request.isInPlace()) {
            new Room(instance).require(request, contained, notes);
        }
        return new RecoveryPlan(
                request,
                chain.steps().stream().map(PlanDetails::source).toList(),
                chain.needsTail(),
                chain.moment().orElse(request.moment()),
                now.toInstant(),
                notes,
                details(live, chain, restoresBefore, loses));
    }

    private Map<String, String> details(
            Optional<ServerDatabase> live, Chain chain, long restoresBefore, boolean loses) {
        var facts = instance.facts();
        return new PlanDetails(
                        facts.identity().text(),
                        live.map(ServerDatabase::id),
                        live.flatMap(ServerDatabase::created),
                        chain.stopAt(),
                        chain.heldAnyhow(),
                        chain.branch(),
                        restoresBefore,
                        live.flatMap(ServerDatabase::lastLogBackup),
                        live.flatMap(ServerDatabase::forks).map(forks -> forks.last()),
                        live.map(ServerDatabase::access).orElse("MULTI_USER"),
                        loses,
                        live.map(ServerDatabase::trustworthy).orElse(false),
                        live.map(ServerDatabase::broker).orElse(false),
                        facts.dataPath().map(path -> path.path()),
                        facts.logPath().map(path -> path.path()))
                .texts();
    }

    private Goal goal(RecoveryRequest request) {
        if (!request.isToBackup()) {
            return new Goal.At(request.moment());
        }
        try {
            return new Goal.EndOf(UUID.fromString(request.backup()));
        } catch (IllegalArgumentException e) {
            throw refusal(request, "SQL Server has no backup " + request.backup());
        }
    }

    /** @throws PreconditionFailedException if one of the names can be none, which no server has to be asked for */
    static void requireNames(RecoveryRequest request) {
        for (var name : List.of(request.database(), request.result())) {
            try {
                Identifier.of(name);
            } catch (IllegalArgumentException e) {
                throw new PreconditionFailedException("This can be no name of a database: " + e.getMessage(), e);
            }
        }
        if (Set.of("master", "model", "msdb", "tempdb")
                .contains(request.result().toLowerCase(Locale.ROOT))) {
            throw new PreconditionFailedException(
                    "A database of the server itself is not recovered by this: " + request.result());
        }
    }

    /** A server may take another spelling for the same name; histories and plans do not. */
    private void requireSpelling(RecoveryRequest request, Optional<ServerDatabase> live) {
        if (live.filter(found -> !found.name().equals(request.database())).isPresent()) {
            throw refusal(
                    request,
                    "There is no database " + request.database() + "; there is one called "
                            + live.get().name());
        }
    }

    private void requireOverwritable(RecoveryRequest request, Optional<ServerDatabase> found) {
        var live = found.orElseThrow(() -> refusal(
                request,
                "There is no database " + request.database()
                        + " to be overwritten; what its backups hold can be restored as a new one beside"));
        if (live.grouped()) {
            throw refusal(
                    request,
                    live.name() + " is in an availability group or mirrored, and SQL Server restores nothing over it"
                            + " (3104): take it out of the group first, or restore beside it");
        }
        if (live.snapshot() || live.standby()) {
            throw refusal(request, live.name() + " is a snapshot, or is read between two restores");
        }
        var snapshots = instance.databases().snapshotsOf(live);
        if (!snapshots.isEmpty()) {
            throw refusal(
                    request,
                    "SQL Server restores nothing over " + live.name() + " while it has snapshots: drop "
                            + String.join(", ", snapshots) + " first, or restore beside it");
        }
        if (!live.isOnline() && !live.isBroken()) {
            throw refusal(request, live.name() + " is " + live.state() + ": its log cannot be secured");
        }
        if (live.keepsNoLog()) {
            requireLossAccepted(request, live);
        }
    }

    private void requireLossAccepted(RecoveryRequest request, ServerDatabase live) {
        if (!request.lossAccepted()) {
            throw refusal(
                    request,
                    live.name() + " keeps no log that could be backed up, so that what was committed "
                            + instance.sinceLastBackup(live)
                            + " would be lost for good: restore beside it, or accept the loss");
        }
        if (!instance.databases().mayBringOnline()) {
            throw refusal(
                    request,
                    live.name() + " would be taken offline, and the login may not bring it online again"
                            + " (ALTER ANY DATABASE)");
        }
    }

    /** Where the end of its log cannot be secured, nothing else shows that the backups are of what they overwrite. */
    private void requireItsOwn(
            RecoveryRequest request, Optional<ServerDatabase> live, List<BackupSet> sets, BackupSet full) {
        if (!request.isInPlace() || !request.lossAccepted()) {
            return;
        }
        var known = live.flatMap(ServerDatabase::family);
        var own = known.or(
                () -> NamedFamilies.backedUpOn(sets, instance.facts().name()).only());
        if (own.filter(full.family()::equals).isEmpty()) {
            throw refusal(
                    request,
                    "Whether the backup to begin with is of " + request.database()
                            + " is not certain: it cannot be opened, and several databases, or none, of that name"
                            + " were backed up here. Nothing is overwritten by guess: restore beside it, or do"
                            + " not accept the loss, so that the end of its log has to prove it");
        }
    }

    private PreconditionFailedException refusal(RecoveryRequest request, String why) {
        return new PreconditionFailedException(why, null, instance.target(request.result()));
    }

    /** @param inPlace whether a database that cannot be opened is closed: only then the end of its log is to be had */
    Situation situation(String database, Optional<ServerDatabase> live, OffsetDateTime now, boolean inPlace) {
        var sets = instance.history().ownSets(database);
        var clock = instance.settings().zone().map(ServerClock::in).orElseGet(() -> ServerClock.now(now.getOffset()));
        return new Situation(
                database,
                sets,
                Set.of(),
                sets.stream().map(BackupSet::database).collect(Collectors.toSet()),
                Optional.empty(),
                Optional.empty(),
                new BranchBeginnings(instance, now).of(database, live, sets),
                live.flatMap(known -> live(known, sets, inPlace)),
                clock,
                Optional.of(instance.primaries()));
    }

    /** Of a database that is not open the server says little: its last backup tells the rest, of whichever
     * database of the name was backed up here last, and its tail will show whether it was so. */
    private Optional<LiveDatabase> live(ServerDatabase database, List<BackupSet> sets, boolean inPlace) {
        if (!database.isBroken()) {
            return database.live().map(live -> instance.databases().isSecondary(database) ? live.withoutLog() : live);
        }
        var own = NamedFamilies.of(sets, instance.facts().name())
                .last()
                .map(family ->
                        sets.stream().filter(set -> set.family().equals(family)).toList())
                .orElse(List.of());
        return own.stream()
                .filter(set -> set.kind() == Backup.Kind.LOG && !set.traits().copyOnly())
                .max(Comparator.comparing(set -> set.log().last()))
                .or(() -> own.stream().max(Comparator.comparing(set -> set.log().last())))
                .map(last -> new LiveDatabase(
                        database.name(),
                        last.family(),
                        Forks.on(last.forks().last()),
                        LiveDatabase.Model.valueOf(database.model()),
                        inPlace,
                        Optional.of(last.log().last())));
    }

    private List<ContainedFile> files(Chain chain) {
        var full = chain.sets().get(0);
        return instance.settings().headersRead()
                ? instance.headers()
                        .files(
                                instance.path(full.media().files().get(0)),
                                full.media().position())
                : List.of();
    }

    private void requireCertificates(RecoveryRequest request, List<ContainedFile> files) {
        var missing = files.stream()
                .flatMap(file -> file.transparentlyEncryptedBy().stream())
                .distinct()
                .toList();
        if (!missing.isEmpty() && !instance.databases().certificates().containsAll(missing)) {
            throw refusal(
                    request,
                    "The database is encrypted with a certificate that is not on the server, of thumbprint " + missing);
        }
    }
}
