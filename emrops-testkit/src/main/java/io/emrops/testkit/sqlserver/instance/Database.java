package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.instance.BackupSet.DifferentialBase;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A database: where its log is, which backups it stands on, who may use it. Its data is its history: the transactions that have led
 * to it, which whoever keeps rows can do again. Guarded by its instance.
 */
public final class Database {
    private final int id;
    private final Instant created;
    private final UUID family;
    private UUID guid;
    private String name;
    private DatabaseState state = DatabaseState.ONLINE;
    private UserAccess access = UserAccess.MULTI_USER;
    private OptionalInt holder = OptionalInt.empty();
    private boolean readOnly;
    private DatabaseOptions options = DatabaseOptions.NONE;
    private boolean standby;
    private boolean damaged;
    private boolean dataLost;
    private List<DatabaseFile> files;

    private final TransactionLog log;
    private Optional<Lsn> lastFullCheckpoint = Optional.empty();
    private Optional<DifferentialBase> differentialBase = Optional.empty();
    private boolean inTransition;
    private String owner = "sa";
    private Upkeep upkeep = new Upkeep();
    private Optional<Instant> lastGoodCheck = Optional.empty();
    private Optional<UUID> interrupted = Optional.empty();
    private Optional<Membership> membership = Optional.empty();

    Database(int id, String name, UUID guid, UUID family, UUID fork, Instant created, List<DatabaseFile> files) {
        this.id = id;
        this.name = name;
        this.guid = guid;
        this.family = family;
        this.created = created;
        this.files = List.copyOf(files);
        this.log = new TransactionLog(fork);
    }

    /** From 5 for databases of users. */
    public int id() {
        return id;
    }

    /** As it is written; it compares without case. */
    public String name() {
        return name;
    }

    /** Of this database; a restore under another name has another. */
    public UUID guid() {
        return guid;
    }

    /** Of all databases that come from one by restoring. */
    public UUID family() {
        return family;
    }

    /** When it was created or first restored, by the server's clock. */
    public Instant created() {
        return created;
    }

    /** Whether it is open. */
    public DatabaseState state() {
        return state;
    }

    /** Who may use it. */
    public UserAccess access() {
        return access;
    }

    /** The session that has a single-user database; empty if it is nobody's. */
    public OptionalInt holder() {
        return holder;
    }

    /** What of its log is kept. */
    public RecoveryModel recoveryModel() {
        return log.recoveryModel();
    }

    /** What else was set of it. */
    public DatabaseOptions options() {
        return options;
    }

    /** Whether it takes no changes. */
    public boolean readOnly() {
        return readOnly || standby;
    }

    /** Whether it is in an availability group, and another replica is its primary. */
    public boolean isSecondary() {
        return membership
                .filter(member -> member.role() == ReplicaRole.SECONDARY)
                .isPresent();
    }

    /** What it is in its availability group; empty if it is in none. */
    Optional<Membership> membership() {
        return membership;
    }

    void membership(Membership now) {
        membership = Optional.of(now);
    }

    /** Whether it can be read between two steps of a restore. */
    public boolean standby() {
        return standby;
    }

    /** Whether it has bad pages. */
    public boolean damaged() {
        return damaged;
    }

    /** Its files. */
    public List<DatabaseFile> files() {
        return files;
    }

    /** All transactions that have led to what it holds, in their order. */
    public List<Commit> history() {
        return log.history();
    }

    /** Where the next record of its log goes; of a restoring database, up to where it is rolled forward. */
    public Lsn end() {
        return log.end();
    }

    /** On which branch of its history it is. */
    public RecoveryPath path() {
        return log.path();
    }

    /** Up to where the log is backed up; empty if there is no chain of log backups, nor can be. */
    public Optional<Lsn> lastLogBackup() {
        return log.lastBackup();
    }

    /** The full backup on which the next differential one stands. */
    public Optional<DifferentialBase> differentialBase() {
        return differentialBase;
    }

    Optional<Lsn> lastFullCheckpoint() {
        return lastFullCheckpoint;
    }

    /** Whether its log holds transactions that no log backup has. */
    public boolean hasTail() {
        return !log.tail().isEmpty();
    }

    TransactionLog log() {
        return log;
    }

    /** Whether its data files are gone, until it is restored. */
    boolean dataLost() {
        return dataLost;
    }

    void loseData() {
        state = DatabaseState.SUSPECT;
        dataLost = true;
        log.dataLost();
    }

    void fullBackupTaken(BackupSet set) {
        lastFullCheckpoint = set.checkpoint();
        differentialBase = Optional.of(new DifferentialBase(set.id(), set.first(), set.started()));
    }

    void access(UserAccess newAccess, OptionalInt newHolder) {
        access = newAccess;
        holder = newHolder;
    }

    void holder(OptionalInt session) {
        holder = session;
    }

    void state(DatabaseState newState) {
        state = newState;
    }

    void set(DatabaseSetting setting) {
        options = options.with(setting);
    }

    void readOnly(boolean now) {
        readOnly = now;
    }

    void damage() {
        damaged = true;
    }

    void rename(String newName) {
        name = newName;
    }

    /** The login that is {@code dbo} in it: whoever has created it, or restored it under a name that was free. */
    public String owner() {
        return owner;
    }

    void owner(String login) {
        owner = login;
    }

    /** What was done for its indexes and statistics; a restored database has what its last data backup says. */
    public Upkeep upkeep() {
        return upkeep;
    }

    /** When it was last checked without an error, by the server's clock; a restored database has what its backup says. Empty if never. */
    public Optional<Instant> lastGoodCheck() {
        return lastGoodCheck;
    }

    void goodCheck(Instant at) {
        lastGoodCheck = Optional.of(at);
    }

    /** It is being closed for good by a backup of its tail. */
    boolean inTransition() {
        return inTransition;
    }

    void inTransition(boolean now) {
        inTransition = now;
    }

    /** The backup set that was not restored to its end; empty if all were. */
    public Optional<UUID> interrupted() {
        return interrupted;
    }

    /** A backup is being applied; until that is done nothing but that will do. */
    void beginApplying(BackupSet set) {
        backToRestoring();
        interrupted = Optional.of(set.id());
    }

    /** All that it was is gone, and what this backup holds is not there yet. */
    void beginRestoring(BackupSet set, UUID newGuid, List<DatabaseFile> newFiles) {
        state = DatabaseState.RESTORING;
        standby = false;
        holder = OptionalInt.empty();
        guid = newGuid;
        files = List.copyOf(newFiles);
        access = set.source().access();
        readOnly = set.source().readOnly();
        options = set.source().options().restored();
        damaged = false;
        dataLost = false;
        lastGoodCheck = set.source().lastGoodCheck();
        lastFullCheckpoint = Optional.empty();
        differentialBase = set.kind() == BackupSet.Kind.FULL
                ? Optional.of(new DifferentialBase(set.id(), set.first(), set.started()))
                : set.differentialBase();
        log.beginRestoring(set);
        interrupted = Optional.of(set.id());
    }

    /** It is what this data backup holds, whatever it was. */
    void bringForward(BackupSet set) {
        damaged |= set.source().damaged();
        interrupted = Optional.empty();
        upkeep = set.source().upkeep().copy();
        log.bringForward(set);
    }

    /** Transactions of a log backup are done again. */
    void rollForward(List<Commit> commits, Lsn upTo, RecoveryPath newPath) {
        interrupted = Optional.empty();
        log.rollForward(commits, upTo, newPath);
    }

    void readBetweenSteps() {
        state = DatabaseState.ONLINE;
        standby = true;
    }

    void backToRestoring() {
        state = DatabaseState.RESTORING;
        standby = false;
    }

    /** Open again, on a branch of its own. */
    void recover(UUID fork) {
        state = DatabaseState.ONLINE;
        standby = false;
        log.recover(fork);
    }

    /** Name and state. */
    @Override
    public String toString() {
        return name + " " + state;
    }
}
