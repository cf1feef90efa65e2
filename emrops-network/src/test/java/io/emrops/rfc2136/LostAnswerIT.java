package io.emrops.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.dns.DnsName;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.testkit.RequiresEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;

/** Updates of a real BIND that are lost on the way, there or back. */
@RequiresEngine("bind")
@Timeout(60)
class LostAnswerIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final byte[] NOTHING = {};
    private static final RecordSet SITE_A = RecordSet.a("emrnext.hospital.example", Duration.ofMinutes(5), "10.1.0.7");
    private static final RecordSet SITE_B = RecordSet.a("emrnext.hospital.example", MINUTE, "10.2.0.7");

    @TempDir
    static Path directory;

    private static NamedProcess named;

    private final CountDownLatch end = new CountDownLatch(1);
    private Relay relay;
    private Rfc2136 dns;
    private Rfc2136 direct;

    @BeforeAll
    static void startServer() throws Exception {
        named = NamedProcess.primary(directory, NamedProcess.freePort());
    }

    @AfterAll
    static void stopServer() throws Exception {
        named.close();
    }

    @BeforeEach
    void start() throws Exception {
        relay = new Relay(named.port());
        dns = throughRelay().build();
        direct = named.connect().build();
        direct.find(SITE_A.name(), RecordType.A).ifPresent(direct::remove);
        direct.add(SITE_A);
    }

    private Rfc2136.Builder throughRelay() {
        return Rfc2136.zone(NamedProcess.ZONE, "127.0.0.1", relay.port()).key(NamedProcess.KEY, NamedProcess.SECRET);
    }

    @AfterEach
    void stop() throws Exception {
        end.countDown();
        relay.close();
    }

    private void assertServed(RecordSet records) {
        assertThat(direct.find(SITE_A.name(), RecordType.A)).contains(records);
    }

    @Test
    void a_change_whose_answer_is_lost_is_found_where_it_was_made() {
        relay.onNextUpdate((update, server) -> {
            server.ask(update);
            return NOTHING;
        });

        dns.replace(SITE_A, SITE_B);

        assertServed(SITE_B);
        relay.onNextUpdate((update, server) -> {
            server.ask(update);
            return NOTHING;
        });
        dns.remove(SITE_B);
        assertThat(direct.find(SITE_A.name(), RecordType.A)).isEmpty();
    }

    @Test
    void a_change_that_never_arrived_has_an_unknown_outcome_and_says_what_is_there() {
        relay.onNextUpdate((update, server) -> NOTHING);

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> dns.replace(SITE_A, SITE_B))
                .withMessageContaining(SITE_A.content());

        assertServed(SITE_A);
        dns.replace(SITE_A, SITE_B);
        assertServed(SITE_B);
    }

    @Test
    void a_server_that_dies_behind_the_change_leaves_its_outcome_unknown() {
        relay.onNextUpdate((update, server) -> {
            server.ask(update);
            relay.stopListening();
            return NOTHING;
        });

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> dns.replace(SITE_A, SITE_B))
                .withMessageContaining("cannot be asked");

        assertServed(SITE_B);
        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> dns.replace(SITE_A, SITE_B));
    }

    @Test
    void a_server_that_is_killed_between_the_change_and_its_answer_still_has_it_when_it_is_back() throws Exception {
        relay.onNextUpdate((update, server) -> {
            server.ask(update);
            named.kill();
            return NOTHING;
        });

        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> dns.replace(SITE_A, SITE_B));

        named.start();
        assertServed(SITE_B);
        dns.replace(SITE_A, SITE_B);
        assertServed(SITE_B);
    }

    @Test
    void an_answer_that_takes_too_long_is_waited_for_no_longer() {
        relay.onNextUpdate((update, server) -> {
            var answer = server.ask(update);
            await();
            return answer;
        });

        throughRelay().answerWithin(Duration.ofSeconds(3)).build().replace(SITE_A, SITE_B);

        assertServed(SITE_B);
    }

    private void await() throws IOException {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void an_answer_that_somebody_else_has_made_up_is_not_believed() {
        relay.onNextUpdate((update, server) -> unsigned(update));

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> dns.replace(SITE_A, SITE_B))
                .withMessageContaining(SITE_A.content());

        assertServed(SITE_A);
    }

    private static byte[] unsigned(byte[] update) throws IOException {
        var answer = new Message(update);
        answer.removeAllRecords(Section.ADDITIONAL);
        answer.getHeader().setFlag(Flags.QR);
        return answer.toWire();
    }

    @Test
    void an_answer_that_speaks_of_an_error_of_its_signature_is_believed_no_more_than_others() {
        relay.onNextUpdate((update, server) -> withSignatureError(update));

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> dns.replace(SITE_A, SITE_B))
                .withMessageContaining(SITE_A.content());

        relay.onNextQuestion((question, server) -> withSignatureError(question, SITE_B));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> dns.find(SITE_A.name(), RecordType.A))
                .withMessageContaining("not signed as it should be");
        assertServed(SITE_A);
    }

    /** It is done, or has these records, whatever the error. */
    private static byte[] withSignatureError(byte[] request, RecordSet... records) throws IOException {
        var signed = new Message(request).getTSIG();
        var answer = new Message(unsigned(request));
        answer.getHeader().setFlag(Flags.AA);
        for (var each : records) {
            Records.of(each, 60).forEach(record -> answer.addRecord(record, Section.ANSWER));
        }
        var rubbish = new byte[signed.getSignature().length];
        answer.addRecord(
                new TSIGRecord(
                        signed.getName(),
                        DClass.ANY,
                        0,
                        signed.getAlgorithm(),
                        signed.getTimeSigned(),
                        signed.getFudge(),
                        rubbish,
                        signed.getOriginalID(),
                        1,
                        new byte[0]),
                Section.ADDITIONAL);
        return answer.toWire();
    }

    @Test
    void an_answer_that_was_changed_on_its_way_is_not_believed() {
        relay.onNextUpdate((update, server) -> {
            var answer = server.ask(update);
            answer[3] = (byte) (answer[3] & 0xf0 | 5);
            return answer;
        });

        dns.replace(SITE_A, SITE_B);

        assertServed(SITE_B);
    }

    @Test
    void a_server_that_says_it_has_failed_leaves_the_outcome_unknown() {
        var open = Rfc2136.zone(NamedProcess.OPEN, "127.0.0.1", relay.port()).build();
        relay.onNextUpdate((update, server) -> failed(update));

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> open.add(RecordSet.a("failed.open.example", MINUTE, "10.1.0.7")))
                .withMessageContaining("has failed")
                .withMessageContaining("not there");
    }

    private static byte[] failed(byte[] request) throws IOException {
        var answer = unsigned(request);
        answer[3] = Rcode.SERVFAIL;
        return answer;
    }

    @Test
    void a_server_that_cannot_answer_now_is_unavailable_and_has_its_zone() {
        var open = Rfc2136.zone(NamedProcess.OPEN, "127.0.0.1", relay.port()).build();

        relay.onNextQuestion((question, server) -> failed(question));
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(open::target)
                .withMessageContaining("cannot answer for zone open.example now");
        relay.onNextQuestion((question, server) -> failed(question));
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> open.find(new DnsName("x.open.example"), RecordType.A));

        assertThat(open.target().name()).contains("open.example");
    }

    @Test
    void what_is_no_answer_is_not_read_as_one() {
        for (var rubbish : new byte[][] {{1}, new byte[12], new byte[600]}) {
            relay.onNextUpdate((update, server) -> rubbish);

            assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> dns.replace(SITE_A, SITE_B));
        }
        assertServed(SITE_A);
    }

    @Test
    void one_who_loses_the_race_and_the_answer_too_is_not_told_that_he_won() {
        relay.onNextUpdate((update, server) -> {
            direct.replace(SITE_A, SITE_A.withTtl(MINUTE));
            direct.replace(SITE_A.withTtl(MINUTE), RecordSet.a(SITE_A.name().text(), MINUTE, "10.3.0.7"));
            server.ask(update);
            return NOTHING;
        });

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> dns.replace(SITE_A, SITE_B))
                .withMessageContaining("10.3.0.7");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> dns.replace(SITE_A, SITE_B))
                .withMessageContaining("10.3.0.7");
    }
}
