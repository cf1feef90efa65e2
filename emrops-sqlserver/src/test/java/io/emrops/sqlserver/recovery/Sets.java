package io.emrops.sqlserver.recovery;

import io.emrops.DataSize;
import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.history.LogRange;
import io.emrops.sqlserver.history.Lsn;
import io.emrops.sqlserver.history.Media;
import io.emrops.sqlserver.history.Origin;
import io.emrops.sqlserver.history.Traits;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Backup sets by hand. */
final class Sets {
    static final UUID FAMILY = id("family");
    static final UUID MAIN = id("main");
    static final String DAY = "2026-06-01T";

    private Sets() {}

    static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    static Lsn lsn(String digits) {
        return new Lsn(new BigInteger(digits));
    }

    static OffsetDateTime at(String time) {
        return OffsetDateTime.parse(time.contains("T") ? time : DAY + time + "Z");
    }

    static BackupSet full(String name, String from, String to, long last) {
        return set(name, Backup.Kind.FULL, from, to, last, last);
    }

    static BackupSet differential(String name, BackupSet base, String from, String to, long last) {
        var set = set(name, Backup.Kind.DIFFERENTIAL, from, to, last, last);
        return with(set, set.log(), set.forks(), Optional.of(base.id()), set.traits());
    }

    static BackupSet log(String name, String from, String to, long first, long last) {
        return set(name, Backup.Kind.LOG, from, to, first, last);
    }

    static BackupSet set(String name, Backup.Kind kind, String from, String to, long first, long last) {
        return new BackupSet(
                id(name),
                "EMR",
                FAMILY,
                kind,
                new LogRange(Lsn.of(first), Lsn.of(last), Lsn.of(first), Lsn.of(0)),
                Forks.on(MAIN),
                Optional.empty(),
                at(from),
                at(to),
                Optional.empty(),
                new Media(id(name + " media"), List.of("B:\\" + name + ".bak"), 1, 1),
                new Traits(
                        false,
                        false,
                        false,
                        true,
                        false,
                        Optional.empty(),
                        DataSize.mib(10),
                        DataSize.mib(10),
                        16,
                        "",
                        Origin.UNKNOWN));
    }

    /** The same, made at another time. */
    static BackupSet between(OffsetDateTime from, OffsetDateTime to, BackupSet set) {
        return new BackupSet(
                set.id(),
                set.database(),
                set.family(),
                set.kind(),
                set.log(),
                set.forks(),
                set.differentialBase(),
                from,
                to,
                set.lastValidRestore(),
                set.media(),
                set.traits());
    }

    static BackupSet copyOnly(BackupSet set) {
        var t = set.traits();
        return with(set, set.log(), set.forks(), set.differentialBase(), traits(t, true, t.damaged(), t.bulkLogged()));
    }

    static BackupSet damaged(BackupSet set) {
        var t = set.traits();
        return with(set, set.log(), set.forks(), set.differentialBase(), traits(t, t.copyOnly(), true, t.bulkLogged()));
    }

    static BackupSet bulkLogged(BackupSet set) {
        var t = set.traits();
        return with(set, set.log(), set.forks(), set.differentialBase(), traits(t, t.copyOnly(), t.damaged(), true));
    }

    static BackupSet on(Forks forks, BackupSet set) {
        return with(set, set.log(), forks, set.differentialBase(), set.traits());
    }

    static BackupSet afterFull(BackupSet full, BackupSet log) {
        var range = log.log();
        return with(
                log,
                new LogRange(
                        range.first(),
                        range.last(),
                        range.checkpoint(),
                        full.log().checkpoint()),
                log.forks(),
                log.differentialBase(),
                log.traits());
    }

    static BackupSet lastValid(BackupSet set, String time) {
        return new BackupSet(
                set.id(),
                set.database(),
                set.family(),
                set.kind(),
                set.log(),
                set.forks(),
                set.differentialBase(),
                set.startedAt(),
                set.finishedAt(),
                Optional.of(at(time)),
                set.media(),
                set.traits());
    }

    static BackupSet named(String database, UUID family, BackupSet set) {
        return new BackupSet(
                set.id(),
                database,
                family,
                set.kind(),
                set.log(),
                set.forks(),
                set.differentialBase(),
                set.startedAt(),
                set.finishedAt(),
                set.lastValidRestore(),
                set.media(),
                set.traits());
    }

    static BackupSet stripes(BackupSet set, int known, int families) {
        var files = java.util.stream.IntStream.range(0, known)
                .mapToObj(i -> "B:\\stripe" + i)
                .toList();
        return new BackupSet(
                set.id(),
                set.database(),
                set.family(),
                set.kind(),
                set.log(),
                set.forks(),
                set.differentialBase(),
                set.startedAt(),
                set.finishedAt(),
                set.lastValidRestore(),
                new Media(id("stripes"), files, families, 1),
                set.traits());
    }

    static BackupSet with(BackupSet set, LogRange log, Forks forks, Optional<UUID> base, Traits traits) {
        return new BackupSet(
                set.id(),
                set.database(),
                set.family(),
                set.kind(),
                log,
                forks,
                base,
                set.startedAt(),
                set.finishedAt(),
                set.lastValidRestore(),
                set.media(),
                traits);
    }

    private static Traits traits(Traits t, boolean copyOnly, boolean damaged, boolean bulk) {
        return new Traits(
                copyOnly,
                damaged,
                t.snapshot(),
                t.checksums(),
                bulk,
                t.encryptor(),
                t.size(),
                t.storedSize(),
                t.serverVersion(),
                t.description(),
                t.origin());
    }

    static BackupSet from(Origin origin, BackupSet set) {
        var t = set.traits();
        return with(
                set,
                set.log(),
                set.forks(),
                set.differentialBase(),
                new Traits(
                        t.copyOnly(),
                        t.damaged(),
                        t.snapshot(),
                        t.checksums(),
                        t.bulkLogged(),
                        t.encryptor(),
                        t.size(),
                        t.storedSize(),
                        t.serverVersion(),
                        t.description(),
                        origin));
    }

    static BackupSet from(String server, BackupSet set) {
        return from(new Origin(server, Optional.empty(), false), set);
    }

    static LiveDatabase live(long lastLog) {
        return new LiveDatabase(
                "EMR", FAMILY, Forks.on(MAIN), LiveDatabase.Model.FULL, true, Optional.of(Lsn.of(lastLog)));
    }

    static Duration hours(int n) {
        return Duration.ofHours(n);
    }
}
