package io.emrops.sqlserver;

import static io.emrops.sqlserver.SimulatedSessions.DATABASE;
import static io.emrops.sqlserver.SimulatedSessions.KILL;
import static io.emrops.sqlserver.SimulatedSessions.fates;
import static io.emrops.sqlserver.SimulatedSessions.ids;
import static io.emrops.sqlserver.SimulatedSessions.isAlive;
import static io.emrops.sqlserver.SimulatedSessions.run;
import static io.emrops.sqlserver.SimulatedSessions.spid;
import static io.emrops.sqlserver.SimulatedSessions.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.diagnostics.EndedSessions.Ended;
import io.emrops.diagnostics.EndedSessions.Fate;
import io.emrops.diagnostics.IdleSession;
import io.emrops.diagnostics.IdleSessionRequest;
import io.emrops.diagnostics.IdleSessions;
import io.emrops.diagnostics.IdleSessions.LeftAlone;
import io.emrops.diagnostics.IdleSessions.Reason;
import io.emrops.testkit.sqlserver.instance.Permission;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through the real driver, encrypted. */
@Timeout(120)
@Tag("long")
class IdleSessionsTest {
    private SimulatedSessions here = SimulatedSessions.start();

    @AfterEach
    void stop() throws Exception {
        here.close();
    }

    private static void assertAlive(Connection... clients) throws Exception {
        for (var client : clients) {
            assertThat(isAlive(client)).isTrue();
        }
    }

    @Test
    void looking_ends_nothing_and_tells_who_would_be_ended() throws Exception {
        var old = here.client("Web");
        here.time.advance(Duration.ofMinutes(30));
        var young = here.client("Web");
        here.time.advance(Duration.ofMinutes(45));

        var found = here.idle(web().build());

        assertThat(found.sessions()).singleElement().satisfies(session -> {
            assertThat(session.program()).isEqualTo("Web");
            assertThat(session.login()).isEqualTo("sa");
            assertThat(session.database()).isEqualTo(DATABASE);
            assertThat(session.idleSince()).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
        });
        assertThat(found.at()).isEqualTo(Instant.parse("2026-11-22T11:15:00Z"));
        assertThat(found.leftAlone()).isEmpty();
        assertThat(here.killed()).isEmpty();
        assertThat(ids(found)).containsExactly(spid(old));
        assertAlive(old, young);
    }

    @Test
    void idle_sessions_are_ended_and_others_live_on() throws Exception {
        var first = here.client("Web");
        var second = here.client("web");
        var other = here.client("Reports");
        here.time.advance(Duration.ofHours(2));
        var fresh = here.client("Web");
        var request = web().build();
        var found = here.idle(request);

        var ended = here.end(request, found);

        assertThat(fates(ended)).containsExactly(Fate.ENDED, Fate.ENDED);
        assertThat(here.killed()).containsExactlyElementsOf(ids(found));
        assertThat(isAlive(first)).isFalse();
        assertThat(isAlive(second)).isFalse();
        assertAlive(other, fresh);
    }

    @Test
    void another_session_of_the_same_number_is_spared() throws Exception {
        var client = here.client("Web");
        here.time.advance(Duration.ofHours(2));
        var request = web().build();
        var found = here.idle(request);
        here.reuse(ids(found).get(0), "Web");
        here.time.advance(Duration.ofHours(2));

        var ended = here.end(request, found);

        assertThat(ended.sessions())
                .extracting(Ended::fate, Ended::remark)
                .containsExactly(tuple(Fate.SPARED, "another session bears the number"));
        assertThat(here.killed()).isEmpty();
        assertAlive(client);
    }

    @Test
    void a_session_that_becomes_another_in_the_last_moment_is_spared_by_the_batch_itself() throws Exception {
        var client = here.client("Web");
        here.time.advance(Duration.ofHours(2));
        var request = web().build();
        var found = here.idle(request);
        here.beforeNextKill(() -> here.reuse(ids(found).get(0), "Web"));

        var ended = here.end(request, found);

        assertThat(ended.sessions())
                .extracting(Ended::fate, Ended::remark)
                .containsExactly(tuple(Fate.SPARED, "another session bears the number"));
        assertAlive(client);
    }

    @Test
    void a_session_that_begins_to_work_in_the_last_moment_is_left_alone_by_the_batch_itself() throws Exception {
        var asks = here.client("Web");
        var begins = here.client("Web");
        here.time.advance(Duration.ofHours(2));
        var request = web().build();
        var found = here.idle(request);
        here.beforeNextKill(() -> {
            here.time.advance(Duration.ofSeconds(1));
            run(asks, "SELECT 1 AS one");
            begins.setAutoCommit(false);
            run(begins, "CREATE TABLE Beds (Id int)");
        });

        assertThat(fates(here.end(request, found))).containsOnly(Fate.BUSY);
        assertAlive(asks, begins);
    }

    @Test
    void one_that_ends_by_itself_in_the_last_moment_is_gone() throws Exception {
        here.client("Web");
        here.time.advance(Duration.ofHours(2));
        var request = web().build();
        var found = here.idle(request);
        here.beforeNextKill(() -> here.server.instance().leave(ids(found).get(0)));

        assertThat(fates(here.end(request, found))).containsExactly(Fate.GONE);
    }

    @Test
    void ones_own_sessions_and_those_of_the_system_are_never_ended() throws Exception {
        here.sql.facts();
        here.look().connections();
        here.client("emrops-nightly");
        here.client("SQLAgent - TSQL JobStep (Job 0x1 : Step 1)");
        here.client("DatabaseMail - DatabaseMail");
        here.client("Repl-LogReader-0-EMRNext-7");
        here.server.instance().createDatabase("distribution");
        here.client("Merge job of somebody", "distribution");
        here.time.advance(Duration.ofHours(2));
        var all = IdleSessionRequest.idleFor(Duration.ofHours(1)).login("sa").build();

        var found = here.idle(all);

        assertThat(found.sessions()).isEmpty();
        assertThat(found.leftAlone())
                .containsExactlyInAnyOrder(new LeftAlone(Reason.OWN, 1), new LeftAlone(Reason.SYSTEM, 4));
    }

    @Test
    void what_cannot_be_told_from_ones_own_pool_is_left_alone() throws Exception {
        try (var sql = SqlServer.of(here.server.dataSource("applicationName=Web"))) {
            here.client("Web");
            here.time.advance(Duration.ofHours(2));

            var found = sql.diagnostics().idleSessions(web().build());

            assertThat(found.sessions()).isEmpty();
            assertThat(found.leftAlone()).containsExactly(new LeftAlone(Reason.OWN, 1));
        }
    }

    @Test
    void one_that_has_answered_nothing_yet_is_not_idle() throws Exception {
        here.server
                .script()
                .when(RequestPattern.containing("s.host_process_id"))
                .answer((asked, reply) -> {
                    var began = LocalDateTime.parse("2026-11-22T08:00:00");
                    var never = LocalDateTime.parse("1900-01-01T00:00:00");
                    var now = OffsetDateTime.parse("2026-11-22T10:00:00Z");
                    var own = (short) asked.session().spid();
                    Answer.rows(
                                    "session_id smallint",
                                    "login_time datetime",
                                    "connection_id uniqueidentifier",
                                    "program_name nvarchar(128)",
                                    "status nvarchar(30)",
                                    "last_request_end_time datetime",
                                    "working int",
                                    "server_time datetimeoffset(7)")
                            .row((short) 600, began, UUID.randomUUID(), "Web", "sleeping", never, 0, now)
                            .row((short) 601, began, UUID.randomUUID(), "Web", "sleeping", began, 0, now)
                            .row(own, began, UUID.randomUUID(), "emrops-tests", "running", null, 1, now)
                            .give(asked, reply);
                });

        assertThat(ids(here.idle(web().build()))).containsExactly(601);
    }

    @Test
    void no_more_are_ended_than_the_request_allows() throws Exception {
        for (var i = 0; i < 5; i++) {
            here.client("Web");
            here.time.advance(Duration.ofMinutes(1));
        }
        here.time.advance(Duration.ofHours(2));
        var two = web().atMost(2).build();
        var all = here.idle(web().build());

        var found = here.idle(two);

        assertThat(found.sessions()).isEqualTo(all.sessions().subList(0, 2));
        assertThat(found.leftAlone()).containsExactly(new LeftAlone(Reason.ABOVE_LIMIT, 3));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> here.end(two, all))
                .withMessageContaining("5 sessions were found, and the request allows 2");
        assertThat(here.killed()).isEmpty();
        assertThat(fates(here.end(two, found))).containsExactly(Fate.ENDED, Fate.ENDED);
    }

    @Test
    void what_somebody_has_put_into_the_list_is_judged_again() throws Exception {
        var other = here.client("Reports");
        here.time.advance(Duration.ofHours(2));
        var reports = here.idle(IdleSessionRequest.idleFor(Duration.ofHours(1))
                .program("Reports")
                .build());
        var forged = new IdleSessions(
                reports.at(),
                List.of(
                        reports.sessions().get(0),
                        new IdleSession(1, "1/x/y/z", "Web", "h", "sa", DATABASE, reports.at()),
                        new IdleSession(-1, "", "Web", "h", "sa", DATABASE, reports.at())),
                List.of());

        var ended = here.end(web().build(), forged);

        assertThat(fates(ended)).containsExactly(Fate.SPARED, Fate.GONE, Fate.GONE);
        assertThat(here.killed()).isEmpty();
        assertAlive(other);
    }

    @Test
    void the_servers_own_refusals_are_fates() throws Exception {
        here.client("Web");
        here.time.advance(Duration.ofHours(2));
        var request = web().build();
        var found = here.idle(request);
        var fates = Map.of(6101, Fate.SPARED, 6104, Fate.SPARED, 6106, Fate.GONE, 6107, Fate.SPARED);

        for (var refusal : fates.entrySet()) {
            here.server.script().when(KILL).answer(Answer.error(refusal.getKey(), 16, "about Lovelace"));

            var ended = here.end(request, found);

            assertThat(fates(ended)).as("error %s", refusal.getKey()).containsExactly(refusal.getValue());
            assertThat(ended.toString()).doesNotContain("Lovelace");
        }
    }

    @Test
    void a_kill_that_is_not_permitted_is_told_by_its_permission() throws Exception {
        here.client("Web");
        here.time.advance(Duration.ofHours(2));
        var request = web().build();
        var found = here.idle(request);
        here.server.script().when(KILL).answer(Answer.error(6102, 14, "no"));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> here.end(request, found))
                .withMessageContaining("ALTER ANY CONNECTION");
    }

    @Test
    void a_kill_without_an_answer_is_looked_for_and_not_repeated() throws Exception {
        var client = here.client("Web");
        here.time.advance(Duration.ofHours(2));
        var request = web().build();
        var found = here.idle(request);
        here.server.script().when(KILL).answer((asked, reply) -> {
            here.server.instance().leave(ids(found).get(0));
            Answer.resetConnection().give(asked, reply);
        });

        var ended = here.end(request, found);

        assertThat(ended.sessions())
                .extracting(Ended::fate, Ended::remark)
                .containsExactly(tuple(Fate.GONE, "whether by this is not known: no answer came"));
        assertThat(here.server.script().statements(KILL)).hasSize(1);
        assertThat(client).isNotNull();
    }

    @Test
    void what_is_still_there_after_its_kill_is_ending() throws Exception {
        here.client("Web");
        here.time.advance(Duration.ofHours(2));
        var request = web().build();
        var found = here.idle(request);
        here.server.script().when(KILL).answer(Answer.rows("fate nvarchar(10)").row("ENDED"));

        assertThat(fates(here.end(request, found))).containsExactly(Fate.ENDING);
    }

    @Test
    void a_session_whose_connection_has_gone_before_it_is_still_ending() throws Exception {
        here.client("Web");
        here.time.advance(Duration.ofHours(2));
        var request = web().build();
        var found = here.idle(request);
        var began = LocalDateTime.parse("2026-11-22T10:00:00");
        var without = Answer.rows(
                        "session_id smallint",
                        "login_time datetime",
                        "connection_id uniqueidentifier",
                        "status nvarchar(30)",
                        "last_request_end_time datetime",
                        "server_time datetimeoffset(7)")
                .row(
                        (short) (int) ids(found).get(0),
                        began,
                        null,
                        "sleeping",
                        began,
                        found.at().atOffset(ZoneOffset.UTC));
        here.server.script().when(KILL).answer((asked, reply) -> {
            here.server
                    .script()
                    .when(RequestPattern.containing("s.host_process_id"))
                    .answer(without);
            Answer.rows("fate nvarchar(10)").row("ENDED").give(asked, reply);
        });

        assertThat(fates(here.end(request, found))).containsExactly(Fate.ENDING);
    }

    @Test
    void what_became_of_the_first_is_not_lost_by_what_happens_to_the_next() throws Exception {
        here.client("Web");
        here.time.advance(Duration.ofMinutes(1));
        here.client("Web");
        here.time.advance(Duration.ofHours(2));
        var request = web().build();
        var found = here.idle(request);
        var told = new ArrayList<String>();

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> here.look().endIdleSessions(request, found, (done, total, what) -> {
                    told.add(what);
                    here.server
                            .script()
                            .when(KILL)
                            .answer(Answer.error(6102, 14, "no"))
                            .times(1);
                }))
                .withMessageContaining(": " + ids(found).get(0) + " ENDED, and of those behind it is not known")
                .withMessageContaining("ALTER ANY CONNECTION");

        assertThat(told).containsExactly("sessions looked at; " + ids(found).get(0) + ": ENDED");
        assertThat(here.end(request, found).sessions().get(0))
                .extracting(Ended::fate, Ended::remark)
                .containsExactly(Fate.GONE, "by itself or by an earlier attempt");
    }

    @Test
    void an_interrupt_tells_what_became_of_those_before() throws Exception {
        here.client("Web");
        here.time.advance(Duration.ofMinutes(1));
        here.client("Web");
        here.time.advance(Duration.ofHours(2));
        var request = web().build();
        var found = here.idle(request);

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> here.look()
                        .endIdleSessions(
                                request,
                                found,
                                (done, total, what) -> Thread.currentThread().interrupt()))
                .withMessageContaining(ids(found).get(0) + " ENDED");
    }

    @Test
    void a_clock_that_was_put_forward_makes_nobody_idle() throws Exception {
        here.close();
        here = SimulatedSessions.startIn("2026-03-08T06:59:00Z", ZoneId.of("America/New_York"));
        var client = here.client("Web");
        here.time.advance(Duration.ofSeconds(90));
        var request = web().build();

        assertThat(here.idle(request).sessions()).isEmpty();
        here.time.advance(Duration.ofMinutes(59));
        var found = here.idle(request);

        assertThat(found.sessions())
                .singleElement()
                .satisfies(session -> assertThat(session.idleSince()).isEqualTo(Instant.parse("2026-03-08T06:59:00Z")));
        assertThat(fates(here.end(request, found))).containsExactly(Fate.ENDED);
        assertThat(client).isNotNull();
    }

    @Test
    void on_a_server_that_tells_case_apart_the_names_of_two_are_two() throws Exception {
        var named = spid(here.client("Web"));
        var other = here.client("web");
        here.client("Web\t");
        here.time.advance(Duration.ofHours(2));
        here.server
                .script()
                .when(RequestPattern.containing("SERVERPROPERTY('Collation')"))
                .answer(Answer.rows("collation_name nvarchar(128)").row("Latin1_General_CS_AS"));
        var request = web().build();
        var found = here.idle(request);

        assertThat(ids(found)).containsExactly(named);
        assertThat(fates(here.end(web().neverProgram("WEB").build(), found))).containsExactly(Fate.SPARED);
        assertAlive(other);
    }

    @Test
    void when_the_server_is_gone_the_outcome_is_unknown() throws Exception {
        here.client("Web");
        here.client("Web");
        here.time.advance(Duration.ofHours(2));
        var request = web().build();
        var found = here.idle(request);
        here.server.script().when(KILL).answer(Answer.resetConnection());

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> here.end(request, found))
                .withMessageContaining("A repetition tells which are gone, and ends no other");
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 16})
    void a_login_that_would_see_only_itself_is_told_what_it_lacks(int version) throws Exception {
        here.close();
        here = SimulatedSessions.startAs(version, "operator");
        here.client("Web");
        here.time.advance(Duration.ofHours(2));
        var security = here.server.instance().security();
        var state = version < 16
                ? List.of(Permission.VIEW_SERVER_STATE)
                : List.of(Permission.VIEW_SERVER_PERFORMANCE_STATE, Permission.VIEW_SERVER_SECURITY_STATE);
        var names = new ArrayList<String>();
        state.forEach(permission -> names.add(permission.words()));
        names.add("ALTER ANY CONNECTION");

        assertThat(here.look().missingPermissions()).startsWith(names.toArray(String[]::new));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> here.idle(web().build()))
                .withMessageContaining("The login lacks " + String.join(", ", names))
                .withMessageContaining("nothing was asked");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> here.look().connections())
                .withMessageContaining(state.get(0).words());

        state.forEach(permission -> security.grant("operator", permission));
        security.grant("operator", Permission.ALTER_ANY_CONNECTION);
        var request = web().build();
        assertThat(fates(here.end(request, here.idle(request)))).containsExactly(Fate.ENDED);
    }
}
