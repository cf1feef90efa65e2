package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Nightly.assertServes;
import static io.emrops.testkit.sqlserver.driver.Nightly.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.fault.Fault;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers that arrive, but not as they were sent, or not as a whole. */
@ExtendWith({SqlServerExtension.class, SilentDriver.class})
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class CorruptionTest {
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void a_server_that_falls_silent_anywhere_is_given_up(ScriptedSqlServer server) throws SQLException {
        Nightly.scriptFor(server);

        for (var token = 0; token < Nightly.TOKENS - 1; token++) {
            assertThat(outcome(server, Fault.silence().afterToken(token), SHORT))
                    .startsWith("error 08");
            assertServes(server);
        }
        for (var packet = 1; packet <= 3; packet++) {
            assertThat(outcome(server, Fault.silence().inMidPacket(packet), SHORT))
                    .startsWith("error 08");
            assertServes(server);
        }
        await().atMost(LIMIT).until(() -> server.faults().happened() == Nightly.TOKENS + 2);
        await().atMost(LIMIT).until(() -> server.connections() == 0);
    }

    /** What the protocol cannot tell may arrive wrong; but nothing hangs, and nobody else notices. */
    @Test
    void a_turned_byte_ends_somehow(ScriptedSqlServer server) throws SQLException {
        Nightly.scriptFor(server);

        for (var place = 0; place < 200; place++) {
            assertThat(outcome(server, Fault.corrupt().afterByte(place), SHORT)).isNotEmpty();
            assertServes(server);
        }
        await().atMost(LIMIT).until(() -> server.faults().happened() == 200);
    }

    @Test
    void a_turned_token_is_not_taken_for_an_answer(ScriptedSqlServer server) throws SQLException {
        Nightly.scriptFor(server);

        for (var token = 0; token < Nightly.TOKENS - 1; token++) {
            assertThat(outcome(server, Fault.corrupt().afterToken(token), Duration.ZERO))
                    .startsWith("error");
            assertServes(server);
        }
        assertThat(server.faults().happened()).isEqualTo(Nightly.TOKENS - 1);
    }
}
