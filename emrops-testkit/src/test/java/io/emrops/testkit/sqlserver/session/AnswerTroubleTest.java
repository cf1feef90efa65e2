package io.emrops.testkit.sqlserver.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.protocol.ClientBytes;
import io.emrops.testkit.sqlserver.protocol.Message.Type;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.type.AnyValue.Cell;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that go wrong in a script's hands: the client is told, the test is told, and the session goes on. */
@Timeout(60)
class AnswerTroubleTest {
    private static final int ERROR = 0xAA;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Play play;
    private final RawClient client;

    AnswerTroubleTest() throws IOException {
        play = Play.inTheClear(LONG);
        client = RawClient.loggedIn(play.port());
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        play.requireUnharmed();
        play.close();
    }

    private void script(String text, Answer... answers) {
        play.host.script.when(RequestPattern.text(text)).answer(answers);
    }

    private static String text(byte[] content) {
        // What is said begins at an even place or at an odd one.
        return new String(content, StandardCharsets.UTF_16LE)
                + new String(content, 1, content.length - 1, StandardCharsets.UTF_16LE);
    }

    private byte[] call(String name, @Nullable Object... values) throws IOException {
        var cells = new java.util.ArrayList<Cell>();
        for (var value : values) {
            var type = value instanceof Integer || value == null ? SqlType.INT : SqlType.NVARCHAR_MAX;
            cells.add(new Cell(new Column("p", type, true, value == null), value));
        }
        client.send(ClientBytes.message(Type.RPC, ClientBytes.call(name, cells)));
        return client.receive();
    }

    @Test
    void an_assertion_that_fails_in_an_answer_is_told() throws Exception {
        script("FAIL", (request, reply) -> {
            throw new AssertionError("canary");
        });

        assertThat(text(client.ask("FAIL"))).contains("could not be given").contains("canary");

        assertThat(play.host.failures).singleElement().isInstanceOf(AssertionError.class);
        assertThat(client.ask("SELECT 1")).isNotEmpty();
    }

    @Test
    void a_column_that_cannot_be_sent_leaves_nothing_behind() throws Exception {
        script("TABLE", Answer.rows(List.of(Column.of("Id", SqlType.INT), Column.of("t", SqlType.TABLE))));

        assertThat(client.ask("TABLE")).startsWith(ERROR);

        assertThat(play.host.failures).hasSize(1);
    }

    @Test
    void a_fault_strikes_where_the_session_has_something_to_say_first() throws Exception {
        script("UPDATE t", Answer.rowsAffected(1).with(Fault.close()));
        client.ask("SET IMPLICIT_TRANSACTIONS ON");

        client.send(ClientBytes.packets(1, 0x08, ClientBytes.batch("UPDATE t"), 4096));
        client.awaitEnd();

        assertThat(play.host.failures).isEmpty();
    }

    @Test
    void an_interrupted_answer_ends_its_session() throws Exception {
        script("INTERRUPT", (request, reply) -> {
            throw new InterruptedException();
        });

        client.send(ClientBytes.message(Type.BATCH, ClientBytes.batch("INTERRUPT")));
        client.awaitEnd();

        assertThat(play.host.failures).isEmpty();
    }

    @Test
    void a_cursor_that_is_to_move_in_an_unknown_way_says_so() throws Exception {
        script("SELECT Id FROM t", Answer.rows("Id int").row(1).row(2));
        call("sp_cursoropen", null, "SELECT Id FROM t", 1, 1, null);

        var refused = call("sp_cursorfetch", 1, 3, 0, 1);
        var fetched = call("sp_cursorfetch", 1, 1, 0, Integer.MAX_VALUE);

        assertThat(text(refused)).contains("do not fetch by way 3");
        assertThat(fetched).doesNotContain(ERROR);
    }

    @Test
    void a_part_that_is_not_known_uses_up_no_answer_of_the_others() throws Exception {
        script("UPDATE a", Answer.rowsAffected(1), Answer.rowsAffected(2));
        play.host
                .script
                .when(RequestPattern.text("UPDATE b"))
                .answer(Answer.done())
                .times(1);

        assertThat(text(client.ask("UPDATE a; UPDATE unknown"))).contains("No answer is scripted");
        var both = client.ask("UPDATE a; UPDATE b; UPDATE b");

        assertThat(text(both)).contains("No answer is scripted for: UPDATE b");
        assertThat(both).startsWith(0xFD, 0x11, 0, 0xC5, 0, 1);
    }

    @Test
    void a_description_uses_up_no_answer() throws Exception {
        script("SELECT Id FROM t", Answer.rows("First int"), Answer.rows("Second int"));

        var described = client.ask("SET FMTONLY ON SELECT Id FROM t SET FMTONLY OFF");
        var executed = client.ask("SELECT Id FROM t");

        assertThat(text(described)).contains("First");
        assertThat(text(executed)).contains("First");
    }

    @Test
    void a_client_that_reads_nothing_and_leaves_is_let_go() throws Exception {
        script("MANY", Answer.rows("Text nvarchar(4000)").generate(1_000_000, number ->
                new Object[] {"x".repeat(4000)}));
        try (var lazy = RawClient.loggedIn(play.port())) {
            lazy.send(ClientBytes.message(Type.BATCH, ClientBytes.batch("MANY")));
            lazy.receivePacket();
        }
        client.close();

        play.requireUnharmed();
    }

    @Test
    void an_answer_that_waits_ends_with_the_server() throws Exception {
        var gate = new Gate();
        try (var other = Play.inTheClear(LONG);
                var waiting = RawClient.loggedIn(other.port())) {
            other.host.script.when(RequestPattern.text("WAIT")).answer(Answer.waitFor(gate));
            waiting.send(ClientBytes.message(Type.BATCH, ClientBytes.batch("WAIT")));
            gate.awaitArrival(LONG);

            other.server.dropConnections();

            waiting.awaitEnd();
            assertThat(other.host.broken).isEmpty();
        }
    }
}
