package io.emrops.testkit;

import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.BackupRequest;
import io.emrops.backup.Proof;
import io.emrops.backup.RestoreTest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A system with databases in memory, and a {@link BackupProvider} for it.
 *
 * <pre>{@code
 * var backups = FakeBackupProvider.of("sql01").database("EMRNext", DataSize.gib(3));
 * }</pre>
 *
 * <p>{@link #verify} counts as a call that only asks, although the system remembers what it found, as real ones do.
 */
public final class FakeBackupProvider extends Fake<FakeBackupProvider> implements BackupProvider {
    private static final Set<String> READING =
            Set.of("target", "preview", "find", "list", "verify", "previewRestoreTest");
    private static final Set<String> CHANGING = Set.of("backup", "testRestore");

    private final Map<String, DataSize> databases = new TreeMap<>();
    private InstantSource clock = InstantSource.system();

    /** Oldest first. */
    private final List<Backup> backups = new ArrayList<>();

    private final Map<String, String> idsByKey = new HashMap<>();
    private final Set<String> damaged = new HashSet<>();
    private final Set<String> corrupt = new HashSet<>();

    private FakeBackupProvider(String name) {
        super("fake-backups", name, READING, CHANGING);
    }

    /** A system without databases. */
    public static FakeBackupProvider of(String name) {
        return new FakeBackupProvider(name);
    }

    /** A database of the system, and how large a full backup of it is. */
    public FakeBackupProvider database(String database, DataSize size) {
        return arrange(() -> databases.put(database, size));
    }

    /** The system's clock; the system's without this. */
    public FakeBackupProvider clock(InstantSource clock) {
        return arrange(() -> this.clock = Objects.requireNonNull(clock, "clock"));
    }

    /** A backup that is there already, made by somebody else. */
    public FakeBackupProvider holding(Backup backup) {
        return arrange(() -> backups.add(backup));
    }

    /** Damages a backup: {@link #verify} finds it out. */
    public FakeBackupProvider damage(Backup backup) {
        return arrange(() -> damaged.add(backup.id()));
    }

    /** The database was damaged before it was backed up: {@link #verify} finds the backup whole, and a restore test does not. */
    public FakeBackupProvider corrupt(Backup backup) {
        return arrange(() -> corrupt.add(backup.id()));
    }

    /** All backups, oldest first, as an onlooker sees them; not a call. */
    public List<Backup> backups() {
        return observe(() -> List.copyOf(backups));
    }

    @Override
    public List<String> preview(BackupRequest request) {
        return reading("preview", args(request), () -> {
            var size = requireDatabase(request.database());
            return List.of(request.kind() + " backup of " + request.database() + ", " + size);
        });
    }

    @Override
    public Backup backup(BackupRequest request, Progress progress) throws InterruptedException {
        var made = changing("backup", args(request), () -> {
            var size = requireDatabase(request.database());
            var id = Integer.toString(backups.size() + 1);
            var location = "memory:" + request.database() + "/" + id + ".bak";
            var backup = new Backup(
                    id,
                    request.database(),
                    request.kind(),
                    location,
                    clock.instant(),
                    size,
                    request.copyOnly(),
                    Proof.RECORDED);
            backups.add(backup);
            if (!request.operationKey().isEmpty()) {
                idsByKey.put(request.operationKey(), id);
            }
            return backup;
        });
        progress.report(made.size().bytes(), made.size().bytes(), "bytes written");
        return made;
    }

    @Override
    public Optional<Backup> find(String operationKey) {
        return reading(
                "find",
                List.of(operationKey),
                () -> Optional.ofNullable(idsByKey.get(operationKey)).flatMap(this::byId));
    }

    @Override
    public List<Backup> list(String database) {
        return reading("list", List.of(database), () -> {
            requireDatabase(database);
            return backups.stream()
                    .filter(backup -> backup.database().equals(database))
                    .sorted(Comparator.comparing(Backup::finishedAt)
                            .thenComparing(backups::indexOf)
                            .reversed())
                    .toList();
        });
    }

    @Override
    public Finding verify(Backup backup, Progress progress) throws InterruptedException {
        var finding = readingLong(
                "verify",
                List.of(backup.id()),
                () -> byId(backup.id())
                        .map(this::readBack)
                        .orElseGet(() -> Finding.notOk("There is no backup " + backup.id())));
        progress.report(backup.size().bytes(), backup.size().bytes(), "bytes read");
        return finding;
    }

    @Override
    public List<String> previewRestoreTest(Backup backup) {
        return reading("previewRestoreTest", List.of(backup.id()), () -> {
            var known = requireBackup(backup);
            return List.of("Restore backup " + known.id() + " as " + scratch(known) + ", check it, drop it");
        });
    }

    @Override
    public RestoreTest testRestore(Backup backup, String operationKey, Progress progress) throws InterruptedException {
        var test = changing("testRestore", List.of(backup.id(), operationKey), () -> {
            var known = requireBackup(backup);
            if (damaged.contains(known.id())) {
                throw new StepFailedException("Backup " + known.id() + " of " + known.database() + " is damaged; "
                        + scratch(known) + " is gone");
            }
            var errors =
                    corrupt.contains(known.id()) ? List.of("There are errors in " + scratch(known)) : List.<String>of();
            var proof = errors.isEmpty() ? Proof.SOUND : Proof.RESTORED;
            backups.set(backups.indexOf(known), known.proven(proof));
            return new RestoreTest(
                    known.proven(proof),
                    clock.instant(),
                    Duration.ZERO,
                    Duration.ZERO,
                    proof,
                    errors,
                    List.of("logins"),
                    "");
        });
        progress.report(backup.size().bytes(), backup.size().bytes(), "bytes restored");
        return test;
    }

    @Override
    FakeBackupProvider self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        backups.clear();
        from.rows("backup").forEach(row -> backups.add(backup(row)));
        idsByKey.clear();
        from.rows("key").forEach(row -> idsByKey.put(row.get(0), row.get(1)));
        damaged.clear();
        from.rows("damaged").forEach(row -> damaged.add(row.get(0)));
        corrupt.clear();
        from.rows("corrupt").forEach(row -> corrupt.add(row.get(0)));
    }

    @Override
    void save(Tables to) {
        for (var b : backups) {
            var size = Long.toString(b.size().bytes());
            var finished = b.finishedAt().toString();
            var copyOnly = Boolean.toString(b.copyOnly());
            var kind = b.kind().name();
            to.add(
                    "backup",
                    b.id(),
                    b.database(),
                    kind,
                    b.location(),
                    finished,
                    size,
                    copyOnly,
                    b.proof().name());
        }
        new TreeMap<>(idsByKey).forEach((key, id) -> to.add("key", key, id));
        damaged.stream().sorted().forEach(id -> to.add("damaged", id));
        corrupt.stream().sorted().forEach(id -> to.add("corrupt", id));
    }

    private static Backup backup(List<String> row) {
        return new Backup(
                row.get(0),
                row.get(1),
                Backup.Kind.valueOf(row.get(2)),
                row.get(3),
                Instant.parse(row.get(4)),
                new DataSize(Long.parseLong(row.get(5))),
                Boolean.parseBoolean(row.get(6)),
                Proof.valueOf(row.get(7)));
    }

    private static List<String> args(BackupRequest request) {
        return List.of(request.database(), request.kind().name(), request.operationKey());
    }

    private Optional<Backup> byId(String id) {
        return backups.stream().filter(backup -> backup.id().equals(id)).findFirst();
    }

    private Finding readBack(Backup b) {
        if (damaged.contains(b.id())) {
            return Finding.notOk("Backup " + b.id() + " of " + b.database() + " is damaged");
        }
        backups.set(backups.indexOf(b), b.proven(Proof.READ_BACK));
        return Finding.ok("Backup " + b.id() + " of " + b.database() + " is whole");
    }

    private static String scratch(Backup backup) {
        return "test_of_" + backup.database() + "_" + backup.id();
    }

    private Backup requireBackup(Backup backup) {
        return byId(backup.id())
                .orElseThrow(() -> new PreconditionFailedException("There is no backup " + backup.id()));
    }

    private DataSize requireDatabase(String database) {
        var size = databases.get(database);
        if (size == null) {
            throw new PreconditionFailedException("There is no database " + database);
        }
        return size;
    }
}
