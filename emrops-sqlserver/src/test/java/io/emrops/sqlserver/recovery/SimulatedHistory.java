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
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A database that lives: it commits, is backed up, and is restored to earlier moments. What it held when is known. */
final class SimulatedHistory {
    /** Past the largest long, and from 19 digits to 20, within a history. */
    private static final BigInteger UNIT = new BigInteger("300000000000000007");

    static final String NAME = "EMR";

    /** One transaction. */
    record Commit(int number, int lsn, Instant at) {}

    /** A branch with everything it inherited. */
    static final class Branch {
        final UUID id;
        final @Nullable Branch parent;
        final int point;
        final Instant began;
        final List<Commit> commits;
        Instant ended = Instant.MAX;

        Branch(UUID id, @Nullable Branch parent, int point, Instant began) {
            this.id = id;
            this.parent = parent;
            this.point = point;
            this.began = began;
            this.commits = new ArrayList<>();
            if (parent != null) {
                parent.commits.stream().filter(c -> c.lsn() < point).forEach(commits::add);
            }
        }
    }

    final UUID family;
    final ZoneId zone;
    final Random random;
    final List<BackupSet> sets = new ArrayList<>();
    final Set<UUID> unreachable = new HashSet<>();
    final List<Branch> branches = new ArrayList<>();
    final Map<UUID, Instant> told = new LinkedHashMap<>();
    private final Map<UUID, int[]> ranges = new HashMap<>();
    private final Map<UUID, Instant[]> times = new HashMap<>();
    private final boolean rounds;
    private final boolean tellsLastValid;
    private final boolean tellsBeginnings;
    private final int losses;
    Instant now;
    private Branch branch;
    private Branch logFrom;
    private int end = 10;
    private int lastLog = 10;
    private int commits;
    private int bulkFrom = -1;
    private @Nullable BackupSet base;

    SimulatedHistory(Random random, ZoneId zone, Instant begin, int losses) {
        this.random = random;
        this.zone = zone;
        this.losses = losses;
        this.family = id();
        this.now = LocalTimes.down(begin);
        this.rounds = random.nextBoolean();
        this.tellsLastValid = random.nextInt(3) == 0;
        this.tellsBeginnings = random.nextBoolean();
        this.branch = new Branch(id(), null, 0, now);
        this.logFrom = branch;
        branches.add(branch);
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** Time goes by, sometimes hardly any. */
    void pass() {
        var millis = switch (random.nextInt(6)) {
            case 0 -> 4 + random.nextInt(40);
            case 1 -> random.nextInt(1500);
            case 2 -> random.nextInt(5000);
            case 3 -> random.nextInt(3_600_000);
            default -> random.nextInt(600_000);
        };
        now = LocalTimes.down(now.plus(Duration.ofMillis(millis + 4)));
    }

    void commit() {
        pass();
        end += random.nextInt(2);
        branch.commits.add(new Commit(commits++, end, now));
        end += 1 + random.nextInt(3);
    }

    void bulk() {
        bulkFrom = end;
        commit();
    }

    private void maybeCommit() {
        pass();
        if (random.nextBoolean()) {
            commit();
        }
    }

    void full(boolean copyOnly) {
        var from = now;
        var first = end;
        maybeCommit();
        if (random.nextInt(4) == 0) {
            log(random.nextInt(4) == 0);
        }
        var last = end;
        if (random.nextBoolean()) {
            maybeCommit();
        }
        add(Backup.Kind.FULL, copyOnly, Math.min(first, last), last, Forks.on(branch.id), from, false);
    }

    /** A log backup that begins before a full one ends, and ends after it. */
    void fullInsideLog() {
        var from = now;
        pass();
        full(random.nextBoolean());
        maybeCommit();
        logFrom(from, false);
    }

    void differential() {
        if (base == null) {
            return;
        }
        var from = now;
        maybeCommit();
        var last = end;
        maybeCommit();
        add(Backup.Kind.DIFFERENTIAL, false, last, last, Forks.on(branch.id), from, false);
    }

    void log(boolean copyOnly) {
        if (sets.isEmpty()) {
            return;
        }
        var from = now;
        maybeCommit();
        logFrom(from, copyOnly);
    }

    private void logFrom(Instant from, boolean copyOnly) {
        var last = end;
        var bulk = bulkFrom >= lastLog && bulkFrom < last;
        maybeCommit();
        var forks = tailForks();
        add(Backup.Kind.LOG, copyOnly, lastLog, last, forks, from, bulk);
        if (!copyOnly) {
            lastLog = last;
            logFrom = branch;
        }
    }

    Forks tailForks() {
        return logFrom == branch
                ? Forks.on(branch.id)
                : new Forks(logFrom.id, branch.id, Optional.of(lsn(branch.point)));
    }

    /** A restore to an earlier moment; perhaps the one before it goes on beside it for a while. */
    void recover(boolean goesOn) {
        if (branch.commits.size() < 2 || sets.isEmpty()) {
            return;
        }
        if (random.nextBoolean()) {
            log(false);
        }
        var old = branch;
        var stop = branch.commits.get(1 + random.nextInt(branch.commits.size() - 1));
        var point = stop.lsn();
        pass();
        pass();
        old.ended = now;
        var origin = old;
        while (origin.parent != null && point <= origin.point) {
            origin = origin.parent;
        }
        var next = new Branch(id(), origin, point, now);
        branches.add(next);
        if (tellsBeginnings) {
            told.put(next.id, now);
        }
        if (goesOn) {
            for (var i = 0; i < 2; i++) {
                commit();
                log(false);
            }
        }
        branch = next;
        end = point;
        lastLog = random.nextBoolean() ? point : boundaryBefore(origin, point);
        logFrom = origin;
        if (origin.parent != null && lastLog < origin.point) {
            lastLog = point;
        }
        bulkFrom = -1;
        base = null;
        sets.stream()
                .filter(s -> s.kind() == Backup.Kind.FULL && !s.traits().copyOnly())
                .filter(s -> lineage(next, s) && rangeOf(s)[1] <= point)
                .reduce((a, b) -> b)
                .ifPresent(s -> base = s);
    }

    private boolean lineage(Branch of, BackupSet set) {
        for (var b = of; b != null; b = b.parent) {
            if (b.id.equals(set.forks().last())) {
                return true;
            }
        }
        return false;
    }

    private int boundaryBefore(Branch old, int point) {
        return sets.stream()
                .filter(s -> s.kind() == Backup.Kind.LOG && s.forks().last().equals(old.id))
                .mapToInt(s -> rangeOf(s)[1])
                .filter(lsn -> lsn <= point)
                .max()
                .orElse(point);
    }

    private void add(Backup.Kind kind, boolean copyOnly, int first, int last, Forks forks, Instant from, boolean bulk) {
        pass();
        var set = new BackupSet(
                id(),
                NAME,
                family,
                kind,
                new LogRange(
                        lsn(first),
                        lsn(last),
                        lsn(first),
                        base == null ? Lsn.of(0) : base.log().checkpoint()),
                forks,
                kind == Backup.Kind.DIFFERENTIAL && random.nextInt(10) > 0
                        ? Optional.ofNullable(base).map(BackupSet::id)
                        : Optional.empty(),
                recorded(from, now),
                recorded(now, now),
                lastValid(kind, first, last),
                media(),
                traits(copyOnly, bulk));
        if (loses()) {
            unreachable.add(set.id());
        }
        sets.add(set);
        ranges.put(set.id(), new int[] {first, last});
        times.put(set.id(), new Instant[] {from, now});
        if (kind == Backup.Kind.FULL && !copyOnly) {
            base = set;
        }
    }

    private Optional<OffsetDateTime> lastValid(Backup.Kind kind, int first, int last) {
        if (kind != Backup.Kind.LOG || !tellsLastValid) {
            return Optional.empty();
        }
        return branch.commits.stream()
                .filter(c -> c.lsn() >= first && c.lsn() < last)
                .reduce((a, b) -> b)
                .map(c -> c.at().atZone(zone)
                        .toOffsetDateTime()
                        .withOffsetSameInstant(zone.getRules().getOffset(now)));
    }

    /** The wall's time then, with the offset of the end: a backup has only one. */
    private OffsetDateTime recorded(Instant time, Instant stamped) {
        var whole =
                rounds ? time.plusMillis(500).truncatedTo(ChronoUnit.SECONDS) : time.truncatedTo(ChronoUnit.SECONDS);
        return whole.atZone(zone).toLocalDateTime().atOffset(zone.getRules().getOffset(stamped));
    }

    private boolean loses() {
        return random.nextInt(100) < losses;
    }

    private Media media() {
        var families = random.nextInt(6) == 0 ? 3 : 1;
        var files = new ArrayList<String>();
        for (var i = 0; i < families - (families > 1 && loses() ? 1 : 0); i++) {
            files.add("B:\\" + sets.size() + "_" + i + ".bak");
        }
        return new Media(id(), files, families, 1 + random.nextInt(2));
    }

    private Traits traits(boolean copyOnly, boolean bulk) {
        var size = DataSize.mib(1 + random.nextInt(50));
        return new Traits(
                copyOnly,
                loses(),
                losses > 0 && random.nextInt(60) == 0,
                true,
                bulk,
                Optional.empty(),
                size,
                size,
                16,
                "",
                Origin.UNKNOWN);
    }

    /** The same with log backups that were made on a replica some time behind: they began later than what is in them tells. */
    SimulatedHistory withLag() {
        var lag = Duration.ofSeconds(1 + random.nextInt(7200));
        sets.replaceAll(set -> set.kind() == Backup.Kind.LOG && random.nextInt(3) > 0 ? later(set, lag) : set);
        return this;
    }

    /** Its times are written as the server writes them then, whose clocks may have been changed meanwhile. */
    private BackupSet later(BackupSet set, Duration lag) {
        var made = Objects.requireNonNull(times.get(set.id()));
        var from = made[0].plus(lag);
        var until = made[1].plus(lag);
        return new BackupSet(
                set.id(),
                set.database(),
                set.family(),
                set.kind(),
                set.log(),
                set.forks(),
                set.differentialBase(),
                recorded(from, until),
                recorded(until, until),
                set.lastValidRestore()
                        .map(at -> at.withOffsetSameInstant(zone.getRules().getOffset(until))),
                set.media(),
                set.traits());
    }

    static Lsn lsn(int n) {
        return new Lsn(UNIT.multiply(BigInteger.valueOf(n)));
    }

    int[] rangeOf(BackupSet set) {
        var range = ranges.get(set.id());
        if (range == null) {
            throw new AssertionError("not a set of this history");
        }
        return range;
    }

    Branch branch(UUID id) {
        return branches.stream().filter(b -> b.id.equals(id)).findFirst().orElseThrow();
    }

    Branch current() {
        return branch;
    }

    /** What the database held at a moment; empty if it was not there. */
    Optional<Set<Integer>> heldAt(Instant moment) {
        return branches.stream()
                .filter(b -> !b.began.isAfter(moment))
                .reduce((a, b) -> b)
                .map(b -> numbers(b.commits, moment));
    }

    /** Whether anything in a situation says that there was the branch that was the database at a moment. */
    boolean tellsOfBranchAt(Instant moment, Situation situation) {
        return branches.stream()
                .filter(b -> !b.began.isAfter(moment))
                .reduce((a, b) -> b)
                .filter(b -> situation.live().isPresent()
                        || told.containsKey(b.id)
                        || sets.stream().anyMatch(s -> s.forks().last().equals(b.id)))
                .isPresent();
    }

    private static Set<Integer> numbers(List<Commit> commits, Instant moment) {
        var numbers = new LinkedHashSet<Integer>();
        commits.stream().filter(c -> !c.at().isAfter(moment)).forEach(c -> numbers.add(c.number()));
        return numbers;
    }

    LiveDatabase live(boolean readable) {
        return new LiveDatabase(
                NAME, family, tailForks(), LiveDatabase.Model.FULL, readable, Optional.of(lsn(lastLog)));
    }

    int lastLog() {
        return lastLog;
    }

    int end() {
        return end;
    }
}
