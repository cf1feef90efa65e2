package io.emrops.testkit;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.audit.ArchiveProof;
import io.emrops.audit.AuditArchive;
import io.emrops.audit.AuditPurge;
import io.emrops.audit.AuditRange;
import io.emrops.audit.AuditRetention;
import io.emrops.audit.AuditTable;
import io.emrops.audit.LegalHold;
import io.emrops.audit.RetentionPolicy;
import io.emrops.audit.RetentionState;
import io.emrops.audit.TimeColumn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * An audit table in memory, whose archives are real files. A row is a key, a time and a text.
 *
 * <pre>{@code
 * var retention = FakeAuditRetention.of("EMRNext", RetentionPolicy.standard());
 * retention.add(1, Instant.parse("2018-01-01T00:00:00Z"), "VIEW");
 * retention.hold(1);
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class FakeAuditRetention implements AuditRetention {
    private static final AuditTable TABLE = AuditTable.named("dbo", "AuditLog")
            .key("Id")
            .time(TimeColumn.utc("EventTime"))
            .build();

    private final String database;
    private final RetentionPolicy policy;
    private Supplier<Instant> clock = Instant::now;
    private final TreeMap<Long, Event> rows = new TreeMap<>();
    private final Set<Long> held = new HashSet<>();
    private final int batch = 3;
    private Optional<Runnable> beforeBatch = Optional.empty();

    private record Event(long key, Instant time, String text) {
        String line() {
            return key + " " + time + " " + text;
        }

        static Event of(String line) {
            var parts = line.split(" ", 3);
            return new Event(Long.parseLong(parts[0]), Instant.parse(parts[1]), parts[2]);
        }
    }

    private FakeAuditRetention(String database, RetentionPolicy policy) {
        this.database = database;
        this.policy = policy;
    }

    /** An empty table in a database of this name. */
    public static FakeAuditRetention of(String database, RetentionPolicy policy) {
        return new FakeAuditRetention(database, policy);
    }

    /** What time it is there; now, if nobody says otherwise. */
    public synchronized FakeAuditRetention clock(Supplier<Instant> newClock) {
        clock = newClock;
        return this;
    }

    /** A row; one that has the key is replaced. The text has no line end. */
    public synchronized void add(long key, Instant when, String text) {
        rows.put(key, new Event(key, when, text));
    }

    /** From now on, this row is under a legal hold. */
    public synchronized void hold(long key) {
        held.add(key);
    }

    /** The keys that are there, in their order. */
    public synchronized List<Long> keys() {
        return List.copyOf(rows.keySet());
    }

    /** What happens before each batch is deleted; what it throws comes out of {@link #purge}. */
    public synchronized void beforeBatch(Runnable what) {
        beforeBatch = Optional.of(what);
    }

    @Override
    public Target target() {
        return new Target("fake-database", database, "fake/" + database);
    }

    @Override
    public AuditTable table() {
        return TABLE;
    }

    @Override
    public RetentionPolicy policy() {
        return policy;
    }

    @Override
    public LegalHold hold() {
        return LegalHold.listedIn("dbo", "LegalHold").key("AuditId");
    }

    private static AuditRange range(Collection<Event> events) {
        return new AuditRange(
                events.size(),
                events.stream().map(Event::time).min(Instant::compareTo),
                events.stream().map(Event::time).max(Instant::compareTo));
    }

    private List<Event> due(Instant cutoff) {
        return rows.values().stream()
                .filter(row -> row.time().isBefore(cutoff) && !held.contains(row.key()))
                .toList();
    }

    @Override
    public synchronized RetentionState state() {
        var cutoff = policy.cutoff(clock.get());
        var due = due(cutoff);
        var before = rows.values().stream()
                .filter(row -> row.time().isBefore(cutoff))
                .count();
        return new RetentionState(cutoff, range(rows.values()), range(due), before - due.size(), 0);
    }

    @Override
    public synchronized AuditArchive archive(Instant now, Path directory, String operationKey, Progress progress) {
        var cutoff = policy.cutoff(now);
        var file = directory.resolve("audit-" + sha256(operationKey.getBytes(StandardCharsets.UTF_8)) + ".txt");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(directory);
                var part = directory.resolve("." + file.getFileName() + ".part");
                var lines = new ArrayList<>(List.of(cutoff.toString()));
                due(cutoff).forEach(row -> lines.add(row.line()));
                Files.write(part, lines);
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
            var events = read(file);
            return new AuditArchive(
                    file.toAbsolutePath().toString(),
                    database + "." + TABLE,
                    policy.toString(),
                    Instant.parse(Files.readAllLines(file).get(0)),
                    events.size(),
                    range(events).first(),
                    range(events).last(),
                    new DataSize(Files.size(file)),
                    sha256(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new TargetUnavailableException("The archive cannot be written", e);
        }
    }

    private static List<Event> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().skip(1).map(Event::of).toList();
    }

    @Override
    public synchronized ArchiveProof prove(AuditArchive archive, Progress progress) {
        var same = 0;
        var gone = 0;
        var changed = 0;
        for (var event : events(archive)) {
            var now = rows.get(event.key());
            if (now == null) {
                gone++;
            } else if (now.equals(event)) {
                same++;
            } else {
                changed++;
            }
        }
        return new ArchiveProof(archive, isWhole(archive), same, gone, changed);
    }

    private List<Event> events(AuditArchive archive) {
        try {
            return read(Path.of(archive.file()));
        } catch (IOException e) {
            throw new PreconditionFailedException("The archive " + archive.file() + " cannot be read");
        }
    }

    private static boolean isWhole(AuditArchive archive) {
        try {
            return sha256(Files.readAllBytes(Path.of(archive.file()))).equals(archive.sha256());
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public synchronized AuditPurge purge(AuditArchive archive, Instant now, Progress progress)
            throws InterruptedException {
        if (!isWhole(archive) || archive.cutoff().isAfter(policy.cutoff(now))) {
            throw new PreconditionFailedException(
                    "The archive " + archive.file()
                            + " is not as it was written, or the policy keeps some of its rows now; nothing was deleted",
                    null,
                    target());
        }
        var before = range(rows.values());
        var deleted = 0;
        var gone = 0;
        var left = 0;
        var changed = 0;
        var batches = 0;
        var events = events(archive);
        for (var i = 0; i < events.size(); i += batch) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted between two batches; " + deleted + " rows were deleted");
            }
            beforeBatch.ifPresent(Runnable::run);
            for (var event : events.subList(i, Math.min(i + batch, events.size()))) {
                var there = rows.get(event.key());
                if (there == null) {
                    gone++;
                } else if (!there.equals(event)) {
                    changed++;
                } else if (held.contains(event.key())) {
                    left++;
                } else {
                    rows.remove(event.key());
                    deleted++;
                }
            }
            batches++;
            progress.report(i, events.size(), "rows of the archive");
        }
        return new AuditPurge(
                archive,
                hold().toString(),
                before,
                range(rows.values()),
                deleted,
                gone,
                left,
                changed,
                batches,
                Duration.ZERO);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
