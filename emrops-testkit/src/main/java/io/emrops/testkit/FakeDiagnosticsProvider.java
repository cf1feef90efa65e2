package io.emrops.testkit;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.diagnostics.Blocking;
import io.emrops.diagnostics.ConnectionGroup;
import io.emrops.diagnostics.Connections;
import io.emrops.diagnostics.DatabaseFile;
import io.emrops.diagnostics.DiagnosticsProvider;
import io.emrops.diagnostics.EndedSessions;
import io.emrops.diagnostics.EndedSessions.Ended;
import io.emrops.diagnostics.EndedSessions.Fate;
import io.emrops.diagnostics.IdleSession;
import io.emrops.diagnostics.IdleSessionRequest;
import io.emrops.diagnostics.IdleSessions;
import io.emrops.diagnostics.IdleSessions.LeftAlone;
import io.emrops.diagnostics.IdleSessions.Reason;
import io.emrops.diagnostics.Purpose;
import io.emrops.diagnostics.QueryDetails;
import io.emrops.diagnostics.SizePoint;
import io.emrops.diagnostics.SlowQueries;
import io.emrops.diagnostics.SlowQuery;
import io.emrops.diagnostics.SlowQueryRequest;
import io.emrops.diagnostics.Space;
import io.emrops.diagnostics.Volume;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A database server with clients in memory, and a {@link DiagnosticsProvider} for it.
 *
 * <pre>{@code
 * var sql = FakeDiagnosticsProvider.of("sql01").database("EMRNext");
 * var session = sql.connect("HospitalScheduler", "scheduler", "EMRNext");
 * }</pre>
 *
 * <p>With {@link #keptIn}, the sessions are kept; databases, slow queries and what else it tells are arranged anew by each process.
 */
public final class FakeDiagnosticsProvider extends Fake<FakeDiagnosticsProvider> implements DiagnosticsProvider {
    private static final int FIRST_SESSION = 51;

    private final Map<Integer, FakeSession> sessions = new TreeMap<>();
    private final Map<String, List<SizePoint>> databases = new TreeMap<>();
    private final Map<SlowQuery, QueryDetails> queries = new LinkedHashMap<>();
    private final List<Blocking.Chain> chains = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final Set<String> offline = new TreeSet<>();
    private InstantSource clock = InstantSource.system();
    private List<Volume> volumes = List.of(new Volume("D:\\", DataSize.gib(1000), DataSize.gib(600)));
    private int limit = 32767;
    private int lives;

    private FakeDiagnosticsProvider(String name) {
        super(
                "fake-diagnostics",
                name,
                Set.of(
                        "target",
                        "missingPermissions",
                        "connections",
                        "idleSessions",
                        "blocking",
                        "slowQueries",
                        "details",
                        "space",
                        "sizes"),
                Set.of("endIdleSessions"));
    }

    /** A server without databases and clients. */
    public static FakeDiagnosticsProvider of(String name) {
        return new FakeDiagnosticsProvider(name);
    }

    /** The server's clock; the system's without this. */
    public FakeDiagnosticsProvider clock(InstantSource clock) {
        return arrange(() -> this.clock = Objects.requireNonNull(clock, "clock"));
    }

    /** A database of the server, and how large it was. */
    public FakeDiagnosticsProvider database(String database, SizePoint... sizes) {
        return arrange(() -> databases.put(database, List.of(sizes)));
    }

    /** A database that is there, and not online: what its files hold, and where they lie, is not known. */
    public FakeDiagnosticsProvider offline(String database) {
        return arrange(() -> {
            databases.putIfAbsent(database, List.of());
            offline.add(database);
        });
    }

    /** How many connections the server takes. */
    public FakeDiagnosticsProvider limit(int connections) {
        return arrange(() -> limit = connections);
    }

    /** The volumes with the files of the databases; the files are on the first. */
    public FakeDiagnosticsProvider volumes(Volume... volumes) {
        return arrange(() -> this.volumes = List.of(volumes));
    }

    /** The login lacks this permission, for whatever purpose. */
    public FakeDiagnosticsProvider lacking(String permission) {
        return arrange(() -> missing.add(permission));
    }

    /** A query that was slow in all databases. */
    public FakeDiagnosticsProvider slow(SlowQuery query, String text, String plan) {
        return arrange(() -> queries.put(query, new QueryDetails(query, Optional.of(text), Optional.of(plan))));
    }

    /** Somebody waits, at each look from now on. */
    public FakeDiagnosticsProvider blocked(Blocking.Chain chain) {
        return arrange(() -> chains.add(chain));
    }

    /** Nobody waits any more. */
    public FakeDiagnosticsProvider unblocked() {
        return arrange(chains::clear);
    }

    /**
     * A client connects and asks something; not a call.
     *
     * @return the number of its session
     */
    public int connect(String program, String login, String database) {
        var number = new int[1];
        arrange(() -> {
            number[0] = sessions.keySet().stream().reduce(FIRST_SESSION - 1, Math::max) + 1;
            sessions.put(
                    number[0], new FakeSession(number[0], lives++, program, login, database, clock.instant(), false));
        });
        return number[0];
    }

    /** The client asks something, now. */
    public FakeDiagnosticsProvider ask(int session) {
        return change(session, known -> known.asked(clock.instant(), known.inTransaction()));
    }

    /** The client begins a transaction. */
    public FakeDiagnosticsProvider begin(int session) {
        return change(session, known -> known.asked(clock.instant(), true));
    }

    /** The client ends its transaction. */
    public FakeDiagnosticsProvider commit(int session) {
        return change(session, known -> known.asked(clock.instant(), false));
    }

    /** The client goes, and another of the same program gets its number. */
    public FakeDiagnosticsProvider becomeAnother(int session) {
        return change(
                session,
                known -> new FakeSession(
                        session, lives++, known.program(), known.login(), known.database(), clock.instant(), false));
    }

    /** The client goes. */
    public FakeDiagnosticsProvider disconnect(int session) {
        return arrange(() -> sessions.remove(session));
    }

    private FakeDiagnosticsProvider change(int session, UnaryOperator<FakeSession> change) {
        return arrange(() -> sessions.computeIfPresent(session, (number, known) -> change.apply(known)));
    }

    /** Whether there is a session of this number; not a call. */
    public boolean isConnected(int session) {
        return observe(() -> sessions.containsKey(session));
    }

    @Override
    public List<String> missingPermissions(Purpose... purposes) {
        return reading(
                "missingPermissions", Stream.of(purposes).map(Purpose::name).toList(), () -> List.copyOf(missing));
    }

    private void requirePermissions() {
        if (!missing.isEmpty()) {
            throw new PreconditionFailedException("The login lacks " + String.join(", ", missing));
        }
    }

    @Override
    public Connections connections() {
        return reading("connections", List.of(), () -> {
            requirePermissions();
            var groups = new LinkedHashMap<List<String>, List<FakeSession>>();
            sessions.values()
                    .forEach(session -> groups.computeIfAbsent(
                                    List.of(session.program(), session.login(), session.database()),
                                    key -> new ArrayList<>())
                            .add(session));
            return new Connections(
                    clock.instant(),
                    groups.values().stream()
                            .map(this::group)
                            .sorted(Comparator.comparing(ConnectionGroup::sessions)
                                    .reversed())
                            .toList(),
                    limit,
                    Optional.empty());
        });
    }

    private ConnectionGroup group(List<FakeSession> members) {
        var first = members.get(0);
        return new ConnectionGroup(
                first.program(),
                "client",
                first.login(),
                first.database(),
                "sleeping",
                members.size(),
                (int) members.stream().filter(FakeSession::inTransaction).count(),
                members.stream()
                        .map(each -> Duration.between(each.lastAsked(), clock.instant()))
                        .max(Comparator.naturalOrder()));
    }

    @Override
    public IdleSessions idleSessions(IdleSessionRequest request) {
        return reading("idleSessions", List.of(request.toString()), () -> {
            requirePermissions();
            var fitting = sessions.values().stream()
                    .filter(session -> session.fits(request, clock.instant()))
                    .sorted(Comparator.comparing(FakeSession::lastAsked).thenComparing(FakeSession::number))
                    .toList();
            var open = (int) fitting.stream().filter(FakeSession::inTransaction).count();
            var may = fitting.stream().filter(each -> !each.inTransaction()).toList();
            var leftAlone = new ArrayList<LeftAlone>();
            if (open > 0) {
                leftAlone.add(new LeftAlone(Reason.OPEN_TRANSACTION, open));
            }
            if (may.size() > request.atMost()) {
                leftAlone.add(new LeftAlone(Reason.ABOVE_LIMIT, may.size() - request.atMost()));
            }
            return new IdleSessions(
                    clock.instant(),
                    may.stream().limit(request.atMost()).map(FakeSession::found).toList(),
                    leftAlone);
        });
    }

    @Override
    public EndedSessions endIdleSessions(IdleSessionRequest request, IdleSessions found, Progress progress)
            throws InterruptedException {
        var ids = found.sessions().stream().map(session -> "" + session.id()).toList();
        var ended = changing("endIdleSessions", ids, () -> {
            requirePermissions();
            if (found.sessions().size() > request.atMost()) {
                throw new PreconditionFailedException(
                        found.sessions().size() + " sessions were found, and the request allows " + request.atMost()
                                + " to be ended; none was");
            }
            return new EndedSessions(found.sessions().stream()
                    .map(session -> end(request, session))
                    .toList());
        });
        progress.report(found.sessions().size(), found.sessions().size(), "sessions looked at");
        return ended;
    }

    private Ended end(IdleSessionRequest request, IdleSession session) {
        var now = sessions.get(session.id());
        if (now == null) {
            return new Ended(session, Fate.GONE, "");
        } else if (!now.isSame(session)) {
            return new Ended(session, Fate.SPARED, "another session bears the number");
        } else if (!now.found().identity().equals(session.identity()) || now.inTransaction()) {
            return new Ended(session, Fate.BUSY, "it has done something since");
        } else if (!now.fits(request, clock.instant())) {
            return new Ended(session, Fate.SPARED, "the request does not mean it");
        }
        sessions.remove(session.id());
        return new Ended(session, Fate.ENDED, "");
    }

    @Override
    public Blocking blocking() throws InterruptedException {
        return readingLong("blocking", List.of(), () -> {
            requirePermissions();
            return new Blocking(clock.instant(), clock.instant(), chains);
        });
    }

    @Override
    public SlowQueries slowQueries(SlowQueryRequest request) {
        return reading("slowQueries", List.of(request.database()), () -> {
            requirePermissions();
            requireDatabase(request.database());
            Comparator<SlowQuery> order = switch (request.measure()) {
                case TOTAL -> Comparator.comparing(SlowQuery::total);
                case AVERAGE -> Comparator.comparing(SlowQuery::average);
                case CPU -> Comparator.comparing(SlowQuery::cpu);
                case READS -> Comparator.comparing(SlowQuery::reads);
            };
            return new SlowQueries(
                    request.database(),
                    SlowQueries.Source.STORE,
                    clock.instant().minus(request.within()),
                    clock.instant(),
                    queries.keySet().stream()
                            .filter(query -> query.executions() >= request.executedAtLeast())
                            .sorted(order.reversed())
                            .limit(request.most())
                            .toList(),
                    List.of());
        });
    }

    @Override
    public void details(SlowQueries found, Consumer<QueryDetails> each) {
        var known = reading("details", List.of(found.database()), () -> {
            requirePermissions();
            requireDatabase(found.database());
            return Map.copyOf(queries);
        });
        for (var query : found.queries()) {
            each.accept(known.getOrDefault(query, new QueryDetails(query, Optional.empty(), Optional.empty())));
        }
    }

    @Override
    public Space space() {
        return reading("space", List.of(), () -> {
            requirePermissions();
            var volume = volumes.isEmpty() ? "" : volumes.get(0).name();
            var files = databases.entrySet().stream()
                    .map(each -> file(each.getKey(), each.getValue(), offline.contains(each.getKey()) ? "" : volume))
                    .toList();
            var unknown = offline.stream()
                    .map(database -> database + " is not online: what its files hold is not known")
                    .toList();
            return new Space(clock.instant(), files, volumes, List.of(), Optional.empty(), unknown);
        });
    }

    private static DatabaseFile file(String database, List<SizePoint> sizes, String volume) {
        var size =
                sizes.isEmpty() ? DataSize.mib(8) : sizes.get(sizes.size() - 1).size();
        return new DatabaseFile(
                database,
                database,
                DatabaseFile.Kind.DATA,
                size,
                Optional.of(size),
                Optional.empty(),
                "64 MiB",
                volume);
    }

    @Override
    public List<SizePoint> sizes(String database) {
        return reading("sizes", List.of(database), () -> {
            requirePermissions();
            return databases.getOrDefault(database, List.of());
        });
    }

    private void requireDatabase(String database) {
        if (!databases.containsKey(database)) {
            throw new PreconditionFailedException("There is no database " + database);
        }
    }

    @Override
    FakeDiagnosticsProvider self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        sessions.clear();
        from.rows("session").stream().map(FakeSession::of).forEach(each -> sessions.put(each.number(), each));
        lives = sessions.values().stream()
                .mapToInt(each -> each.life() + 1)
                .max()
                .orElse(0);
    }

    @Override
    void save(Tables to) {
        sessions.values().forEach(session -> to.add("session", session.row()));
    }
}
