package io.emrops.mail;

import static io.emrops.mail.ScriptedRelay.DROP;
import static io.emrops.mail.ScriptedRelay.GREETING;
import static io.emrops.mail.ScriptedRelay.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import io.emrops.notice.Notice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sound relay cannot be made to do. */
@Timeout(30)
class MailNotifierTest {
    private static final Notice NOTICE = new Notice("stakeholders", "Maintenance tonight", "From 2 to 6.\n.\n..\nBye");

    private ScriptedRelay relay;

    @BeforeEach
    void start() throws IOException {
        relay = new ScriptedRelay();
    }

    @AfterEach
    void stop() throws IOException {
        Thread.interrupted();
        relay.close();
    }

    @Test
    void a_notice_goes_to_all_addresses_of_its_audience_in_one_mail() throws Exception {
        relay.notifier().build().send(NOTICE, "key");

        assertThat(relay.heard())
                .containsSubsequence(
                        "EHLO test.hospital.example",
                        "MAIL FROM:<ops@hospital.example>",
                        "RCPT TO:<cio@hospital.example>",
                        "RCPT TO:<wards@hospital.example>",
                        "DATA",
                        "Subject: Maintenance tonight",
                        "..",
                        "...",
                        ".");
    }

    @Test
    void a_preview_says_hello_and_gives_no_mail() throws Exception {
        var lines = relay.notifier().build().preview(NOTICE);

        assertThat(lines)
                .containsExactly(
                        "stakeholders would be told: Maintenance tonight",
                        "by mail from ops@hospital.example to cio@hospital.example, wards@hospital.example");
        assertThat(relay.heard())
                .startsWith("EHLO test.hospital.example")
                .isSubsetOf("EHLO test.hospital.example", "QUIT");
    }

    @Test
    void an_unknown_audience_is_told_before_the_relay_is_asked() {
        var nobody = new Notice("no\u001b[31mbody", "s", "t");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> relay.notifier().build().send(nobody, "key"))
                .withMessageContaining("no\uFFFD[31mbody")
                .withMessageContaining("[stakeholders]");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> relay.notifier().build().preview(nobody));
        assertThat(relay.heard()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nBcc: thief@elsewhere.example",
                "a\nb",
                "a\rb",
                "a\u0000b",
                "a\u001b[2Jb",
                "a\u0085b",
                "a\u2028b"
            })
    void a_subject_that_would_become_another_header_is_refused_before_the_relay_is_asked(String subject) {
        var notice = new Notice("stakeholders", subject, "t");

        for (var failure : new Throwable[] {
            catchThrowable(() -> relay.notifier().build().preview(notice)),
            catchThrowable(() -> relay.notifier().build().send(notice, "key"))
        }) {
            assertThat(failure)
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("character 2")
                    .hasMessageNotContaining("thief");
        }
        assertThat(relay.heard()).isEmpty();
    }

    @Test
    void a_relay_that_does_not_listen_is_not_available() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        var failure = failure(relay.notifier().port(free));

        assertThat(failure)
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessage(
                        "smtp localhost:" + free + " did not answer, or was lost, at the connection; nothing was sent");
        assertThat(failure.target()).isPresent();
    }

    @Test
    void a_host_that_nobody_knows_is_not_available() {
        assertThat(failure(MailNotifier.host("relay.invalid")
                        .greetAs("test.hospital.example")
                        .from("ops@hospital.example")
                        .audience("stakeholders", "cio@hospital.example")))
                .isInstanceOf(TargetUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "(greeting), connection",
        "EHLO, hello",
        "MAIL, sender",
        "RCPT, recipients",
        "DATA, text",
    })
    void a_relay_that_says_421_in_the_middle_is_not_available(String line, String stage) {
        relay.answering(line, "421 4.3.2 shutting down");

        assertThat(failure(relay.notifier()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("nothing was sent");
    }

    @ParameterizedTest
    @ValueSource(strings = {GREETING, "EHLO", "MAIL", "RCPT TO:<wards", "DATA"})
    void a_connection_that_is_lost_before_the_end_of_the_mail_has_sent_nothing(String line) {
        relay.answering(line, DROP);

        assertThat(failure(relay.notifier()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("nothing was sent");
    }

    @Test
    void a_connection_that_is_lost_behind_the_final_dot_leaves_the_outcome_unknown() {
        relay.answering(".", DROP);

        assertThat(failure(relay.notifier()))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageMatching(".* look into its log for <emrops\\.[0-9a-f]{32}@hospital\\.example>");
    }

    @Test
    void an_answer_to_the_final_dot_that_does_not_come_in_time_leaves_the_outcome_unknown() {
        relay.answering(".", SILENCE);

        assertThat(failure(relay.notifier().answerWithin(Duration.ofMillis(200))))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void an_answer_to_the_final_dot_that_nobody_understands_leaves_the_outcome_unknown() {
        relay.answering(".", "gibberish");

        assertThat(failure(relay.notifier())).isInstanceOf(OutcomeUnknownException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {GREETING, "EHLO", "MAIL", "RCPT", "DATA"})
    void an_earlier_answer_that_does_not_come_in_time_has_sent_nothing(String line) {
        relay.answering(line, SILENCE);

        assertThat(failure(relay.notifier().answerWithin(Duration.ofMillis(150))))
                .isInstanceOf(TargetUnavailableException.class);
    }

    @Test
    void any_kind_of_yes_to_the_final_dot_means_that_the_mail_was_accepted() throws Exception {
        relay.answering(".", "251 2.1.5 will forward");

        relay.notifier().build().send(NOTICE, "key");

        assertThat(relay.heard()).contains(".");
    }

    @Test
    void a_relay_that_refuses_the_text_for_now_has_not_taken_it() {
        relay.answering(".", "451 4.7.1 scanner is busy");

        assertThat(failure(relay.notifier()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("does not take the mail for now, at the end (451 4.7.1)");
    }

    @Test
    void a_relay_that_refuses_the_text_for_good_is_not_asked_again() {
        relay.answering(".", "554 5.6.0 we do not like it");

        assertThat(failure(relay.notifier()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("refused the mail at the end (554 5.6.0)")
                .hasMessageNotContaining("like");
    }

    @Test
    void one_address_that_is_refused_keeps_the_mail_from_all() {
        relay.answering("RCPT TO:<wards", "550 5.1.1 Meier does not work here");

        assertThat(failure(relay.notifier()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessage("smtp localhost:" + relay.port()
                        + " refused wards@hospital.example (550 5.1.1); nothing was sent");
        assertThat(relay.heard()).doesNotContain("DATA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"450 4.2.1 greylisted", "452 too many", "552 5.2.2 mailbox full"})
    void an_address_that_is_refused_for_now_may_be_tried_again(String answer) {
        relay.answering("RCPT TO:<cio", answer);

        assertThat(failure(relay.notifier()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("cio@hospital.example (");
        assertThat(relay.heard()).doesNotContain("DATA");
    }

    @Test
    void an_address_that_is_refused_for_good_beside_one_for_now_is_not_tried_again() {
        relay.answering("RCPT TO:<cio", "450 later").answering("RCPT TO:<wards", "550 never");

        assertThat(failure(relay.notifier()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("cio@hospital.example (450), wards@hospital.example (550)");
    }

    @ParameterizedTest
    @CsvSource({"(greeting), connection", "MAIL, sender", "DATA, text"})
    void what_is_refused_for_good_is_told_with_where_it_was(String line, String stage) {
        relay.answering(line, "554 no");

        assertThat(failure(relay.notifier()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("at the " + stage + " (554)");
    }

    @Test
    void a_relay_that_does_not_encrypt_hears_neither_password_nor_mail() {
        var mail = MailNotifier.host("localhost")
                .port(relay.port())
                .greetAs("test.hospital.example")
                .login("emrops", Secret.of("long enough".toCharArray()))
                .from("ops@hospital.example")
                .audience("stakeholders", "cio@hospital.example");

        assertThat(failure(mail))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("does not offer what is needed: encryption by STARTTLS");
        assertThat(relay.heard()).allMatch(line -> line.startsWith("EHLO") || line.equals("QUIT"));
    }

    @Test
    void an_interrupt_ends_the_wait_for_an_answer_and_nothing_is_sent() throws Exception {
        relay.answering("RCPT", SILENCE);

        var thrown = interruptedInSilence();

        assertThat(thrown).isInstanceOf(InterruptedException.class);
    }

    @Test
    void an_interrupt_behind_the_final_dot_leaves_the_outcome_unknown_and_is_kept() throws Exception {
        relay.answering(".", SILENCE);

        var thrown = interruptedInSilence();

        assertThat(thrown).isInstanceOf(OutcomeUnknownException.class);
        assertThat(thrown.getSuppressed()).as("the interrupt was kept").hasSize(1);
    }

    @Test
    void an_interrupt_from_before_is_heard_first() {
        Thread.currentThread().interrupt();

        assertThat(catchThrowable(() -> relay.notifier().build().send(NOTICE, "key")))
                .isInstanceOf(InterruptedException.class);
        assertThat(relay.heard()).isEmpty();
    }

    @Test
    void the_words_of_the_relay_go_to_whoever_asked_for_them_without_what_steers_a_terminal() {
        var words = new ArrayList<String>();
        relay.answering("RCPT TO:<wards", "550 5.1.1 no \u001b[2Jsuch person");

        var failure = failure(relay.notifier().rawAnswers(words::add));

        assertThat(failure).hasMessageNotContaining("person");
        assertThat(words).contains("sender: 250 2.0.0 ok", "recipients: 550 5.1.1 no \uFFFD[2Jsuch person");
    }

    @Test
    void a_sink_that_fails_does_not_keep_a_mail_from_being_sent() throws Exception {
        var mail = relay.notifier()
                .rawAnswers(line -> {
                    throw new IllegalStateException("full");
                })
                .build();

        mail.send(NOTICE, "key");

        assertThat(relay.heard()).contains(".");
    }

    private Throwable interruptedInSilence() throws Exception {
        var mail = relay.notifier().build();
        var thrown = new AtomicReference<Throwable>();
        var sender = new Thread(() -> {
            var failure = catchThrowable(() -> mail.send(NOTICE, "key"));
            if (Thread.currentThread().isInterrupted()) {
                failure.addSuppressed(new InterruptedException());
            }
            thrown.set(failure);
        });
        sender.start();
        relay.awaitSilence();
        sender.interrupt();
        sender.join();
        return thrown.get();
    }

    private static EmropsException failure(MailNotifierBuilder mail) {
        var failure = catchThrowable(() -> mail.build().send(NOTICE, "key"));
        assertThat(failure).isInstanceOf(EmropsException.class);
        return (EmropsException) failure;
    }
}
