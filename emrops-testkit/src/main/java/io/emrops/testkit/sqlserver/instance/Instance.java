package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.AdminStatement;
import io.emrops.testkit.sqlserver.statement.Variables;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A SQL Server instance: its databases, its disk, what it remembers of backups. Its identifiers come one after the other from a seed, so that a
 * test that is run again sees the same. Safe for use by several threads: operations are done one after the other, but for the time that they are said to take.
 */
public final class Instance {
    private final String name;
    private final int majorVersion;
    private final Edition edition;
    private final Clock clock;
    private final Messages messages;
    private final Disk disk = new Disk();
    private final BackupHistory history = new BackupHistory();
    private final DatabaseRegister databases;
    private final Commits commits;
    private final Occupants occupants;
    private final Map<String, Certificate> certificates = new TreeMap<>();
    private final Sessions sessions;
    private final Instant started;
    private final Security security = new Security(this);
    private final ApplicationLocks applicationLocks = new ApplicationLocks(this);
    private final Activities activities = new Activities();
    private final Pace pace = new Pace();
    private final Availability availability = new Availability(this);
    private final Random identifiers = new Random(1);
    private Contents contents = Contents.NONE;

    /**
     * An instance without databases of users.
     *
     * @param majorVersion 13 is SQL Server 2016, 17 is 2025
     * @param clock the server's
     */
    public Instance(String name, int majorVersion, Edition edition, Clock clock) {
        this.name = Objects.requireNonNull(name, "name");
        this.majorVersion = majorVersion;
        this.edition = Objects.requireNonNull(edition, "edition");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.messages = Messages.of(majorVersion);
        this.sessions = new Sessions(clock);
        this.started = clock.instant();
        this.databases = new DatabaseRegister(this);
        this.commits = new Commits(this, databases);
        this.occupants = new Occupants(this, databases, activities);
    }

    /** What the server calls itself. */
    public String name() {
        return name;
    }

    /** 13 is SQL Server 2016. */
    public int majorVersion() {
        return majorVersion;
    }

    /** What it may do. */
    public Edition edition() {
        return edition;
    }

    /** The files of its machine. */
    public Disk disk() {
        return disk;
    }

    /** Its master database has this certificate, by which backups are encrypted and read. */
    public synchronized void certificate(String certificateName) {
        certificate(Certificate.createdAt(now(), certificateName));
    }

    /** The same; one of its name is replaced. */
    public synchronized void certificate(Certificate certificate) {
        certificates.put(certificate.name(), certificate);
    }

    /** The certificates of its master database, by name. */
    public synchronized List<Certificate> certificates() {
        return List.copyOf(certificates.values());
    }

    /**
     * A new database with the files of one that names none, as after {@code CREATE DATABASE}.
     *
     * @throws IllegalArgumentException if there is one of this name
     */
    public synchronized Database createDatabase(String databaseName) {
        if (databases.get(databaseName) != null) {
            throw new IllegalArgumentException("there is a database " + databaseName);
        }
        return databases.create(databaseName, DatabaseFile.chosenFor(databaseName));
    }

    boolean hasCertificate(String certificateName) {
        return certificates.containsKey(certificateName);
    }

    /** What its msdb knows. */
    public BackupHistory history() {
        return history;
    }

    /** Who is connected. */
    public Sessions sessions() {
        return sessions;
    }

    /** When it was started, by its clock. */
    public Instant started() {
        return started;
    }

    /** What sessions are doing that takes time, or waits; by their numbers. */
    public synchronized List<RunningRequest> requests() {
        return activities.requests(now());
    }

    /** The server's time. */
    public Instant now() {
        return clock.instant();
    }

    /** The zone in which its clock is read where times have none, as in msdb and STOPAT. */
    public ZoneId zone() {
        return clock.getZone();
    }

    /** The databases of users, by name. */
    public synchronized List<Database> databases() {
        return databases.all();
    }

    /** The database of this name, in whichever case; empty if there is none. */
    public synchronized Optional<Database> database(String databaseName) {
        return Optional.ofNullable(databases.get(databaseName));
    }

    /** What applications have locked. */
    public ApplicationLocks applicationLocks() {
        return applicationLocks;
    }

    synchronized Activities.Activity beginsWaiting(Caller caller, String command) {
        return activities.begin(caller, command, "", now());
    }

    synchronized void endsWaiting(Activities.Activity activity) {
        activities.end(activity);
    }

    /** Who may do what. */
    public Security security() {
        return security;
    }

    /** A session belongs to this login; one of which nobody says so belongs to {@code sa}. */
    public synchronized void login(int spid, String login, boolean readIntent) {
        occupants.login(spid, login, readIntent);
    }

    /** Why a session cannot go into this database of users; empty if it can. */
    public synchronized Optional<SqlError> refusesToEnter(int spid, String databaseName) {
        return occupants.refusal(spid, databaseName);
    }

    /** A session is in this database from now on; one that is in a single-user database has it. */
    public synchronized void enter(int spid, String databaseName) {
        occupants.enter(spid, databaseName);
        sessions.moved(spid, databaseName);
    }

    /** The database of a session as it is called now; empty if it is in none of a user. */
    public synchronized Optional<String> databaseOf(int spid) {
        return occupants.databaseOf(spid);
    }

    /** A session has ended. */
    public synchronized void leave(int spid) {
        occupants.leave(spid);
        sessions.left(spid);
        activities.stop(spid);
        applicationLocks.sessionEnded(spid);
    }

    <O extends LongOperation> List<O> running(Class<O> kind) {
        return activities.operations(kind);
    }

    /** The sessions that are in this database, by their numbers. */
    public synchronized List<Integer> sessionsIn(String databaseName) {
        return occupants.inside(databaseName);
    }

    /**
     * Why a batch is not compiled: it needs variables that nobody has declared. Empty if it is compiled.
     *
     * @param variables as for {@link #run}
     */
    public List<SqlError> undeclared(
            List<AdminStatement> statements, Map<String, ? extends @Nullable Object> variables) {
        return statements.stream()
                .flatMap(statement -> Variables.of(statement).stream())
                .filter(variable -> !variables.containsKey(variable.toLowerCase(Locale.ROOT)))
                .map(variable -> message(137, variable))
                .toList();
    }

    /**
     * Does what a statement says, or refuses it. The client hears beforehand how it goes on; what is in the outcome comes after that.
     *
     * @param variables the values of variables and parameters by their names, with {@code @} and in lower case
     * @throws Refusal if the server refuses it; nothing has changed, unless it failed in the middle
     * @throws IOException what the client throws; the operation is stopped
     * @throws IllegalArgumentException for a statement that this instance does not do
     */
    public Outcome run(
            AdminStatement statement, Caller caller, Map<String, ? extends @Nullable Object> variables, Client client)
            throws Refusal, IOException {
        var operations = new Operations(this, caller, new Values(this, variables));
        return operations.run(statement, new Work(this, activities, pace, caller, client));
    }

    /**
     * A transaction of this database.
     *
     * @param mark empty if it has none
     * @throws Refusal if the database takes no changes
     */
    public synchronized Commit commit(String databaseName, String mark, boolean bulk, List<Commit.Redo> redo)
            throws Refusal {
        return commits.commit(databaseName, mark, bulk, redo);
    }

    /**
     * A transaction of several databases: of all of them, or of none.
     *
     * @param mark empty if it has none
     * @return one for each, in their order
     * @throws Refusal if one of the databases takes no changes or has another history by now, or if the session has ended
     */
    public synchronized List<Commit> commit(int spid, List<CommitShare> shares, String mark, boolean bulk)
            throws Refusal {
        if (!occupants.has(spid)) {
            throw refusal(596);
        }
        return commits.commit(shares, mark, bulk);
    }

    /**
     * What has happened to a database after the first of its transactions.
     *
     * @param count of those that are known
     * @param last of those; null if there is none
     * @return empty if that is not its history: it was restored to another one, or is gone
     */
    public synchronized Optional<List<Commit>> historyAfter(String databaseName, int count, @Nullable Commit last) {
        return commits.historyAfter(databaseName, count, last);
    }

    /** Backups, restores and checks that begin from now on take so long, by the time of their client; none if nobody says otherwise. */
    public void operationsTake(Duration time) {
        pace.operationsTake(time);
    }

    /**
     * The next operation of this kind stands still when it is that far. At 0 it has been begun, at 100 all but finished.
     *
     * @param command as in {@link RunningRequest#command}
     * @param percent 0 to 100
     */
    public Hold hold(String command, int percent) {
        return pace.hold(command, percent);
    }

    /** Who knows the tables of the databases, from now on; nobody does if nobody says otherwise. */
    public synchronized void contents(Contents newContents) {
        contents = newContents;
    }

    List<Contents.Table> tablesOf(Database database) {
        return contents.tables(database);
    }

    List<Integer> writersOf(Database database) {
        return contents.writers(database);
    }

    /** Its availability groups, as it knows them. */
    public synchronized List<GroupReport> availabilityGroups() {
        return availability.reports();
    }

    Availability availability() {
        return availability;
    }

    DatabaseRegister register() {
        return databases;
    }

    Occupants occupants() {
        return occupants;
    }

    /** Bad pages in a database, from now on. */
    public synchronized void damage(String databaseName) {
        database(databaseName).ifPresent(Database::damage);
    }

    /** The data files of a database are lost, but not its log: it is suspect until it is restored, and the tail of its log can be saved. */
    public synchronized void loseData(String databaseName) {
        database(databaseName).ifPresent(Database::loseData);
    }

    UUID identifier() {
        return new UUID(identifiers.nextLong(), identifiers.nextLong());
    }

    SqlError message(int number, Object... values) {
        return messages.message(number).error(values);
    }

    Refusal refusal(int number, Object... values) {
        return new Refusal(message(number, values));
    }
}
