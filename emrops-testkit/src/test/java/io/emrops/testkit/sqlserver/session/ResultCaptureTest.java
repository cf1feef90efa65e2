package io.emrops.testkit.sqlserver.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.testkit.sqlserver.protocol.PacketWriter;
import io.emrops.testkit.sqlserver.protocol.ServerVersion;
import io.emrops.testkit.sqlserver.protocol.TokenWriter;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultCaptureTest {
    private static final List<Column> ID = List.of(Column.of("Id", SqlType.INT));
    private static final Answer RESULT = Answer.rows(ID).row(1).row(2);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Session session = new Session(
            new LoginAttempt(51, "sa", "", "app", "host", "server", "library", false, false, 4096, true),
            "master",
            new TestHost());
    private final Request request = Request.batch("SELECT Id FROM t", session.state());

    private ReplyWriter writer() throws Exception {
        out.reset();
        var packets = new PacketWriter(out, 51);
        packets.begin(null);
        var interruptions = new Interruptions();
        interruptions.begin();
        var settings = new ServerSettings(
                "test", new ServerVersion(16, 0, 1000), "master", null, false, null, Duration.ofSeconds(30));
        return new ReplyWriter(new TokenWriter(packets), settings, session, interruptions, request, null);
    }

    private byte[] direct(Answer answer) throws Exception {
        var writer = writer();
        answer.give(request, writer);
        writer.end(true);
        writer.flush();
        return out.toByteArray();
    }

    private ResultCapture captured(Answer answer) throws Exception {
        var writer = writer();
        var capture = ResultCapture.forDescription(writer);
        answer.give(request, capture);
        writer.end(true);
        writer.flush();
        return capture;
    }

    @Test
    void one_result_is_kept_and_not_sent() throws Exception {
        var capture = captured(RESULT.then(Answer.done()));

        assertThat(capture.columns()).isEqualTo(ID);
        assertThat(capture.rows()).isEqualTo(List.of(List.of(1), List.of(2)));
        assertThat(out.toByteArray()).isEqualTo(direct(Answer.done()));
    }

    @Test
    void what_turns_out_to_be_something_else_is_sent_as_it_is() throws Exception {
        for (var answer : List.of(
                RESULT.then(RESULT),
                RESULT.then(Answer.rowsAffected(3)),
                Answer.rowsAffected(3),
                Answer.rowsAffected(3).then(RESULT),
                RESULT.then(Answer.error(SqlError.deadlockVictim())),
                Answer.error(SqlError.deadlockVictim()),
                RESULT.then(RESULT).then(Answer.rowsAffected(1)).then(RESULT))) {
            var expected = direct(answer);

            var capture = captured(answer);

            assertThat(capture.columns()).isNull();
            assertThat(out.toByteArray()).isEqualTo(expected);
        }
    }

    @Test
    void information_is_sent_at_once_and_the_result_is_kept() throws Exception {
        var capture = captured(Answer.print("a").then(RESULT).then(Answer.print("b")));

        assertThat(capture.rows()).hasSize(2);
        assertThat(capture.columns()).isEqualTo(ID);
        assertThat(out.toByteArray()).contains('a', 'b');
    }

    @Test
    void rows_are_looked_at_when_they_are_kept() throws Exception {
        var capture = ResultCapture.forDescription(writer());

        assertThatIllegalArgumentException().isThrownBy(() -> capture.row(1));
        capture.columns(ID);
        assertThatIllegalArgumentException().isThrownBy(() -> capture.row("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> capture.row(1, 2));
        assertThat(capture.rows()).isEmpty();
    }
}
