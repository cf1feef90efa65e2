package io.emrops.testkit.sqlserver.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.protocol.ClientBytes;
import io.emrops.testkit.sqlserver.protocol.Message.Type;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client sends that is broken or means harm, each time beside a session that is not to notice. The seeds are fixed. */
@Timeout(60)
class ClientFuzzTest {
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration IMPATIENT = Duration.ofMillis(200);
    private static final byte[] PRELOGIN =
            ClientBytes.message(Type.PRELOGIN, ClientBytes.prelogin(ClientBytes.NO_ENCRYPTION));
    private static final byte[] LOGIN = ClientBytes.message(Type.LOGIN, ClientBytes.login("sa", "secret", 4096));
    private static final byte[] ATTENTION = ClientBytes.message(Type.ATTENTION, new byte[0]);
    private static final byte[] SELECT = ClientBytes.message(Type.BATCH, ClientBytes.batch("SELECT 1"));

    private final Random random = new Random(4711);

    private byte[] garbage(int most) {
        var bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] all(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static void sendAndEnd(Play play, byte[] bytes) throws Exception {
        try (var client = RawClient.connect(play.port())) {
            client.send(bytes);
            client.sendEnd();
            client.awaitEnd();
        }
    }

    @Test
    void garbage_instead_of_a_prelogin_ends_the_connection() throws Exception {
        try (var play = Play.inTheClear(PATIENT)) {
            for (var i = 0; i < 150; i++) {
                sendAndEnd(play, garbage(200));
            }

            play.requireUnharmed();
        }
    }

    @Test
    void garbage_instead_of_a_login_ends_the_connection() throws Exception {
        try (var play = Play.inTheClear(PATIENT)) {
            for (var i = 0; i < 100; i++) {
                sendAndEnd(play, all(PRELOGIN, garbage(200)));
                sendAndEnd(play, all(PRELOGIN, ClientBytes.message(Type.LOGIN, garbage(200))));
                var login = LOGIN.clone();
                login[8 + random.nextInt(94)] = (byte) random.nextInt();
                sendAndEnd(play, all(PRELOGIN, login));
            }

            play.requireUnharmed();
        }
    }

    @Test
    void garbage_after_the_login_ends_the_connection_or_is_answered() throws Exception {
        try (var play = Play.inTheClear(PATIENT)) {
            for (var i = 0; i < 300; i++) {
                try (var client = RawClient.loggedIn(play.port())) {
                    client.send(
                            i % 3 == 0
                                    ? garbage(60)
                                    : ClientBytes.packets(random.nextInt(20), random.nextInt(256), garbage(600), 512));
                    client.sendEnd();
                    client.awaitEnd();
                }
            }

            play.requireUnharmed();
        }
    }

    @Test
    void broken_calls_end_the_connection_or_are_answered() throws Exception {
        var procedures = List.of(
                "sp_executesql",
                "sp_prepare",
                "sp_prepexec",
                "sp_execute",
                "sp_unprepare",
                "sp_cursoropen",
                "sp_cursorfetch",
                "sp_cursorclose",
                "sp_cursorprepexec",
                "sp_cursorexecute",
                "sp_cursor",
                "other");
        try (var play = Play.inTheClear(PATIENT)) {
            for (var i = 0; i < 300; i++) {
                try (var client = RawClient.loggedIn(play.port())) {
                    var cells = Calls.arguments(random);
                    for (var call = 0; call < 3; call++) {
                        var payload = ClientBytes.call(procedures.get(random.nextInt(procedures.size())), cells);
                        if (random.nextInt(3) == 0) {
                            payload[22 + random.nextInt(payload.length - 22)] ^= (byte) (1 << random.nextInt(8));
                        }
                        client.send(ClientBytes.message(Type.RPC, payload));
                    }
                    client.sendEnd();
                    client.awaitEnd();
                }
            }

            play.requireUnharmed();
        }
    }

    @Test
    void a_client_may_leave_after_every_byte() throws Exception {
        var conversation = all(
                PRELOGIN,
                LOGIN,
                SELECT,
                ClientBytes.message(Type.RPC, ClientBytes.callWithTable(1, 2)),
                ATTENTION,
                ClientBytes.message(Type.TRANSACTION, ClientBytes.transaction(5, "")));
        try (var play = Play.inTheClear(PATIENT)) {
            for (var length = 0; length <= conversation.length; length++) {
                try (var client = RawClient.connect(play.port())) {
                    client.send(Arrays.copyOf(conversation, length));
                }
            }

            play.requireUnharmed();
        }
    }

    @Test
    void a_client_that_falls_silent_before_its_login_is_not_waited_for() throws Exception {
        try (var play = Play.inTheClear(IMPATIENT)) {
            var clients = new ArrayList<RawClient>();
            for (var beginning : List.of(
                    new byte[0], Arrays.copyOf(PRELOGIN, 9), PRELOGIN, all(PRELOGIN, Arrays.copyOf(LOGIN, 60)))) {
                var client = RawClient.connect(play.port());
                clients.add(client);
                client.send(beginning);
            }
            for (var client : clients) {
                client.awaitEnd();
                client.close();
            }

            play.requireUnharmed();
        }
    }

    @Test
    void garbage_in_a_tls_handshake_ends_the_connection() throws Exception {
        for (var required : List.of(false, true)) {
            try (var play = required ? Play.requiringTls(IMPATIENT) : Play.offeringTls(IMPATIENT)) {
                for (var encryption = 0; encryption < 4; encryption++) {
                    var prelogin = ClientBytes.message(Type.PRELOGIN, ClientBytes.prelogin(encryption));
                    for (var i = 0; i < 15; i++) {
                        sendAndEnd(play, all(prelogin, garbage(100)));
                        sendAndEnd(play, all(prelogin, ClientBytes.message(Type.PRELOGIN, garbage(100))));
                        sendAndEnd(play, all(prelogin, ClientBytes.message(Type.PRELOGIN, all(tls(), garbage(100)))));
                    }
                }
                sendAndEnd(play, all(tls(), garbage(100)));
                try (var silent = RawClient.connect(play.port())) {
                    silent.send(all(ClientBytes.message(Type.PRELOGIN, ClientBytes.prelogin(1)), new byte[] {0x12, 1}));
                    silent.awaitEnd();
                }

                play.requireUnharmed();
            }
        }
    }

    /** The beginning of a record of a handshake. */
    private static byte[] tls() {
        return new byte[] {0x16, 3, 1, 0, 90, 1, 0, 0, 86, 3, 3};
    }

    @Test
    void a_login_in_the_clear_where_encryption_is_required_is_a_violation() throws Exception {
        try (var play = Play.requiringTls(PATIENT)) {
            sendAndEnd(play, all(PRELOGIN, LOGIN));

            play.requireUnharmed();
            assertThat(play.host.violations).containsExactly("the TLS handshake is not in PRELOGIN packets");
        }
    }

    @Test
    void a_storm_of_attentions_is_weathered() throws Exception {
        try (var play = Play.inTheClear(PATIENT)) {
            for (var i = 0; i < 30; i++) {
                try (var client = RawClient.loggedIn(play.port())) {
                    for (var j = 0; j < 200; j++) {
                        client.send(random.nextInt(4) == 0 ? SELECT : ATTENTION);
                    }
                    client.sendEnd();
                    client.awaitEnd();
                }
            }

            play.requireUnharmed();
        }
    }

    @Test
    void attentions_one_by_one_are_all_heard() throws Exception {
        try (var play = Play.inTheClear(PATIENT);
                var client = RawClient.loggedIn(play.port())) {
            var first = client.ask("SELECT 1");

            for (var i = 0; i < 200; i++) {
                client.send(all(SELECT, ATTENTION));
                var acknowledged = client.receive();
                while (!isAcknowledgement(acknowledged)) {
                    acknowledged = client.receive();
                }
            }

            assertThat(client.ask("SELECT 1")).isEqualTo(first);
        }
    }

    private static boolean isAcknowledgement(byte[] content) {
        return content.length == 13 && (content[0] & 0xFF) == 0xFD && content[1] == 0x20;
    }

    @Test
    void requests_that_do_not_wait_for_answers_are_answered_in_turn() throws Exception {
        try (var play = Play.inTheClear(PATIENT);
                var client = RawClient.loggedIn(play.port())) {
            var first = client.ask("SELECT 1");

            client.send(all(SELECT, SELECT, SELECT));

            for (var i = 0; i < 3; i++) {
                assertThat(client.receive()).isEqualTo(first);
            }
        }
    }

    @Test
    void a_client_that_asks_on_and_on_behind_an_answer_that_waits_is_ended() throws Exception {
        var gate = new Gate();
        try (var play = Play.inTheClear(PATIENT);
                var client = RawClient.loggedIn(play.port())) {
            play.host.script.when(RequestPattern.text("WAIT")).answer(Answer.waitFor(gate));
            client.send(ClientBytes.message(Type.BATCH, ClientBytes.batch("WAIT")));
            gate.awaitArrival(Duration.ofSeconds(10));

            for (var i = 0; i < 100; i++) {
                client.send(SELECT);
            }
            client.awaitEnd();

            play.requireUnharmed();
            assertThat(play.host.violations).singleElement().asString().contains("without an answer");
        }
    }

    @Test
    void a_client_that_leaves_behind_unanswered_requests_is_noticed() throws Exception {
        var gate = new Gate();
        try (var play = Play.inTheClear(PATIENT)) {
            play.host.script.when(RequestPattern.text("WAIT")).answer(Answer.waitFor(gate));
            try (var client = RawClient.loggedIn(play.port())) {
                client.send(ClientBytes.message(Type.BATCH, ClientBytes.batch("WAIT")));
                gate.awaitArrival(Duration.ofSeconds(10));
                client.send(all(SELECT, SELECT));
            }

            play.requireUnharmed();
        }
    }

    @Test
    void a_reset_comes_before_the_answer_with_every_kind_of_message() throws Exception {
        try (var play = Play.inTheClear(PATIENT);
                var client = RawClient.loggedIn(play.port())) {
            for (var status : List.of(0x08, 0x10, 0x18)) {
                client.send(ClientBytes.packets(1, status, ClientBytes.batch("SELECT @@TRANCOUNT"), 4096));
                assertThat(client.receive()).startsWith(0xE3, 3, 0, 18, 0, 0);
                client.send(ClientBytes.packets(14, status, ClientBytes.transaction(5, ""), 4096));
                assertThat(client.receive()).startsWith(0xE3, 3, 0, 18, 0, 0);
                client.send(ClientBytes.packets(6, status, new byte[0], 4096));
                assertThat(isAcknowledgement(client.receive())).isTrue();
                client.send(ClientBytes.packets(3, status, ClientBytes.callWithTable(1), 4096));
                assertThat(client.receive()).contains(0xE3, 3, 0, 18, 0, 0);
            }

            assertThat(play.host.broken).isEmpty();
        }
    }
}
