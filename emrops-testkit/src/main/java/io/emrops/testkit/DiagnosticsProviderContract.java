package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.diagnostics.ConnectionGroup;
import io.emrops.diagnostics.DiagnosticsProvider;
import io.emrops.diagnostics.EndedSessions;
import io.emrops.diagnostics.EndedSessions.Ended;
import io.emrops.diagnostics.EndedSessions.Fate;
import io.emrops.diagnostics.IdleSession;
import io.emrops.diagnostics.IdleSessionRequest;
import io.emrops.diagnostics.IdleSessions;
import io.emrops.diagnostics.IdleSessions.LeftAlone;
import io.emrops.diagnostics.IdleSessions.Reason;
import io.emrops.diagnostics.QueryDetails;
import io.emrops.diagnostics.SizePoint;
import io.emrops.diagnostics.SlowQueryRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DiagnosticsProvider} keeps to. Extend it and let clients connect, work and wait. */
public abstract class DiagnosticsProviderContract {
    private static final String PROGRAM = "contract-web";
    private static final String OTHER = "contract-reports";

    private DiagnosticsProvider provider;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected DiagnosticsProviderContract() {}

    /** The provider, of a system without clients of the programs of this contract. */
    protected abstract DiagnosticsProvider provider() throws Exception;

    /** A database that is there. */
    protected abstract String database();

    /** A database that is not there. */
    protected abstract String missingDatabase();

    /**
     * A client of this program connects to {@link #database} and asks something.
     *
     * @return the number of its session
     */
    protected abstract int connect(String program) throws Exception;

    /** The client asks something. */
    protected abstract void ask(int session) throws Exception;

    /** The client begins a transaction and leaves it open. */
    protected abstract void begin(int session) throws Exception;

    /** The client goes; returns when the system has noticed. */
    protected abstract void disconnect(int session) throws Exception;

    /** Whether the client still has its session. */
    protected abstract boolean isConnected(int session) throws Exception;

    /** So much time passes on the system's clock. */
    protected abstract void pass(Duration time) throws Exception;

    @BeforeEach
    final void prepare() throws Exception {
        provider = provider();
    }

    private static IdleSessionRequest.Builder request() {
        return IdleSessionRequest.idleFor(Duration.ofHours(1)).program(PROGRAM);
    }

    private static List<Integer> ids(IdleSessions found) {
        return found.sessions().stream().map(IdleSession::id).toList();
    }

    private List<Fate> end(IdleSessionRequest request, IdleSessions found) throws InterruptedException {
        EndedSessions ended = provider.endIdleSessions(request, found, Progress.none());
        assertThat(ended.sessions()).extracting(Ended::session).isEqualTo(found.sessions());
        return ended.sessions().stream().map(Ended::fate).toList();
    }

    @Test
    void the_target_says_the_same_of_itself_each_time() {
        assertThat(provider.target()).isEqualTo(provider.target());
        assertThat(provider.missingPermissions()).isEmpty();
    }

    @Test
    void clients_are_counted_in_groups() throws Exception {
        connect(PROGRAM);
        connect(PROGRAM);
        begin(connect(OTHER));
        pass(Duration.ofMinutes(10));

        var connections = provider.connections();

        assertThat(connections.limit()).isPositive();
        assertThat(connections.sessions()).isGreaterThanOrEqualTo(3);
        assertThat(group(connections.groups(), PROGRAM).sessions()).isEqualTo(2);
        assertThat(group(connections.groups(), PROGRAM).withTransaction()).isZero();
        assertThat(group(connections.groups(), PROGRAM).longestIdle().orElseThrow())
                .isGreaterThanOrEqualTo(Duration.ofMinutes(9));
        assertThat(group(connections.groups(), OTHER).withTransaction()).isEqualTo(1);
        assertThat(group(connections.groups(), OTHER).database()).isEqualTo(database());
    }

    private static ConnectionGroup group(List<ConnectionGroup> groups, String program) {
        return groups.stream()
                .filter(group -> group.program().equals(program))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void looking_for_idle_sessions_ends_none() throws Exception {
        var old = connect(PROGRAM);
        pass(Duration.ofMinutes(90));
        var young = connect(PROGRAM);
        var other = connect(OTHER);

        var found = provider.idleSessions(request().build());

        assertThat(ids(found)).containsExactly(old);
        assertThat(isConnected(old)).isTrue();
        assertThat(isConnected(young)).isTrue();
        assertThat(isConnected(other)).isTrue();
    }

    @Test
    void idle_sessions_are_ended_once_and_others_live() throws Exception {
        var old = connect(PROGRAM);
        var other = connect(OTHER);
        pass(Duration.ofMinutes(90));
        var young = connect(PROGRAM);
        var request = request().build();
        var found = provider.idleSessions(request);

        assertThat(end(request, found)).containsExactly(Fate.ENDED);

        assertThat(isConnected(old)).isFalse();
        assertThat(isConnected(young)).isTrue();
        assertThat(isConnected(other)).isTrue();
        assertThat(end(request, found)).containsExactly(Fate.GONE);
        assertThat(provider.idleSessions(request).sessions()).isEmpty();
    }

    @Test
    void a_session_that_has_worked_since_is_left_alone() throws Exception {
        var asks = connect(PROGRAM);
        var begins = connect(PROGRAM);
        pass(Duration.ofMinutes(90));
        var request = request().build();
        var found = provider.idleSessions(request);
        ask(asks);
        begin(begins);
        pass(Duration.ofMinutes(90));

        assertThat(end(request, found)).containsOnly(Fate.BUSY).hasSize(2);

        assertThat(isConnected(asks)).isTrue();
        assertThat(isConnected(begins)).isTrue();
    }

    @Test
    void one_that_has_gone_by_itself_is_gone() throws Exception {
        var goes = connect(PROGRAM);
        pass(Duration.ofMinutes(90));
        var request = request().build();
        var found = provider.idleSessions(request);
        disconnect(goes);

        assertThat(end(request, found)).containsExactly(Fate.GONE);
    }

    @Test
    void an_open_transaction_is_left_alone_and_told() throws Exception {
        var session = connect(PROGRAM);
        begin(session);
        pass(Duration.ofMinutes(90));

        var found = provider.idleSessions(request().build());

        assertThat(found.sessions()).isEmpty();
        assertThat(found.leftAlone()).containsExactly(new LeftAlone(Reason.OPEN_TRANSACTION, 1));
        assertThat(isConnected(session)).isTrue();
    }

    @Test
    void no_more_are_ended_than_the_request_allows_and_the_longest_idle_come_first() throws Exception {
        var sessions = new ArrayList<Integer>();
        for (var i = 0; i < 3; i++) {
            sessions.add(connect(PROGRAM));
            pass(Duration.ofMinutes(1));
        }
        pass(Duration.ofMinutes(90));
        var one = request().atMost(1).build();
        var all = provider.idleSessions(request().build());

        var found = provider.idleSessions(one);

        assertThat(ids(all)).isEqualTo(sessions);
        assertThat(ids(found)).containsExactly(sessions.get(0));
        assertThat(found.leftAlone()).containsExactly(new LeftAlone(Reason.ABOVE_LIMIT, 2));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> provider.endIdleSessions(one, all, Progress.none()));
        for (var session : sessions) {
            assertThat(isConnected(session)).isTrue();
        }
    }

    @Test
    void what_the_request_does_not_mean_is_not_ended_although_it_is_in_the_list() throws Exception {
        var other = connect(OTHER);
        pass(Duration.ofMinutes(90));
        var found = provider.idleSessions(
                IdleSessionRequest.idleFor(Duration.ofHours(1)).program(OTHER).build());

        assertThat(end(request().build(), found)).containsExactly(Fate.SPARED);

        assertThat(isConnected(other)).isTrue();
    }

    @Test
    void nobody_waits_where_nobody_works() throws Exception {
        connect(PROGRAM);

        assertThat(provider.blocking().chains()).isEmpty();
    }

    @Test
    void slow_queries_are_those_of_a_database_and_each_has_its_details() {
        var request = SlowQueryRequest.of(database()).most(5).build();

        var found = provider.slowQueries(request);

        assertThat(found.database()).isEqualTo(database());
        assertThat(found.queries()).hasSizeLessThanOrEqualTo(5);
        assertThat(found.since()).isBeforeOrEqualTo(found.until());
        assertThat(found.queries())
                .allSatisfy(query -> assertThat(query.since()).isBeforeOrEqualTo(query.lastExecuted()));
        var details = new ArrayList<QueryDetails>();
        provider.details(found, details::add);
        assertThat(details).extracting(QueryDetails::query).isEqualTo(found.queries());
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> provider.slowQueries(
                        SlowQueryRequest.of(missingDatabase()).build()));
    }

    @Test
    void the_space_of_a_database_is_told() {
        var space = provider.space();

        assertThat(space.dataFiles(database())).isNotEmpty();
        assertThat(space.room(database())).isPresent();
        assertThat(space.room(missingDatabase())).isEmpty();
        assertThat(space.volumes())
                .allMatch(volume -> volume.free().compareTo(volume.size()) <= 0)
                .doesNotHaveDuplicates();
    }

    @Test
    void sizes_come_in_the_order_of_time() {
        assertThat(provider.sizes(database())).extracting(SizePoint::at).isSorted();
        assertThat(provider.sizes(missingDatabase())).isEmpty();
    }
}
