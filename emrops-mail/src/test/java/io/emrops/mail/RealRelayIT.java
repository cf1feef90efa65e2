package io.emrops.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import io.emrops.notice.Notice;
import io.emrops.testkit.RequiresEngine;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresEngine("smtp")
@Timeout(60)
class RealRelayIT {
    private static final Notice NOTICE = new Notice("wards", "Maintenance tonight", "From 2 to 6.\n");

    private final String mailbox = RealRelay.mailbox();

    @Test
    void a_mail_that_was_encrypted_by_starttls_and_logged_in_arrives() throws Exception {
        RealRelay.notifier().audience("wards", mailbox).build().send(NOTICE, "run-1/tell#1");

        var mail = arrived(1).get(0);
        assertThat(RealRelay.notice("wards", mail)).isEqualTo(NOTICE);
        assertThat(mail.getHeader("Received", " ")).contains("with esmtpsa").contains("TLS1.3");
        assertThat(mail.getHeader("Return-path", "")).isEqualTo("<ops@hospital.example>");
        assertThat(mail.getFrom()[0]).hasToString("=?UTF-8?Q?EMR_=C3=84nderungen?= <ops@hospital.example>");
        assertThat(mail.getHeader("Auto-Submitted", "")).isEqualTo("auto-generated");
    }

    @Test
    void a_mail_over_tls_from_the_first_byte_arrives() throws Exception {
        RealRelay.notifier()
                .port(RealRelay.tlsPort())
                .implicitTls()
                .audience("wards", mailbox)
                .build()
                .send(NOTICE, "key");

        assertThat(arrived(1)).hasSize(1);
    }

    @Test
    void a_mail_in_the_clear_arrives_if_that_was_asked_for() throws Exception {
        RealRelay.withoutLogin()
                .unencrypted()
                .audience("wards", mailbox)
                .build()
                .send(NOTICE, "key");

        assertThat(arrived(1).get(0).getHeader("Received", " ")).doesNotContain("TLS");
    }

    @Test
    void a_repetition_arrives_under_the_same_id() throws Exception {
        var mail = RealRelay.notifier().audience("wards", mailbox).build();

        mail.send(NOTICE, "run-2/tell#1");
        mail.send(NOTICE, "run-2/tell#1");

        var both = arrived(2);
        assertThat(both.get(0).getMessageID()).isEqualTo(both.get(1).getMessageID());
    }

    @Test
    void a_preview_logs_in_and_leaves_no_mail() throws Exception {
        var mail = RealRelay.notifier().audience("wards", mailbox).build();

        var lines = mail.preview(NOTICE);
        mail.send(NOTICE, "key");

        assertThat(lines).contains("by mail from ops@hospital.example to " + mailbox);
        assertThat(arrived(1)).hasSize(1);
    }

    @Test
    void a_wrong_password_is_found_out_in_the_preview() throws Exception {
        var mail = RealRelay.notifier()
                .login("emrops", Secret.of("something else".toCharArray()))
                .audience("wards", mailbox)
                .build();

        assertThat(catchThrowable(() -> mail.preview(NOTICE)))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("at the login (535)");
    }

    @Test
    void a_relay_that_wants_a_login_refuses_a_mail_without_one() throws Exception {
        var mail = RealRelay.withoutLogin()
                .trusting(RealRelay.trust())
                .audience("wards", mailbox)
                .build();

        assertThat(catchThrowable(() -> mail.send(NOTICE, "key")))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("at the sender (550)");
    }

    @Test
    void one_refused_address_keeps_the_mail_from_all_others() throws Exception {
        var mail = RealRelay.notifier()
                .audience("wards", mailbox, "refused-1@hospital.example", "x@elsewhere.example")
                .audience("some", mailbox)
                .build();

        var failure = catchThrowable(() -> mail.send(NOTICE, "key"));
        mail.send(new Notice("some", "The only one", ""), "key");

        assertThat(failure)
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("refused refused-1@hospital.example (550), x@elsewhere.example (550)")
                .hasMessageNotContaining(mailbox);
        var there = arrived(1);
        assertThat(there).hasSize(1);
        assertThat(there.get(0).getSubject()).isEqualTo("The only one");
    }

    @Test
    void an_address_that_is_refused_for_now_may_be_tried_again() throws Exception {
        var mail = RealRelay.notifier()
                .audience("wards", mailbox, "later-1@hospital.example")
                .build();

        assertThat(catchThrowable(() -> mail.send(NOTICE, "key")))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("because of later-1@hospital.example (451)");
    }

    @Test
    void a_text_that_is_refused_behind_the_final_dot_has_not_been_sent() throws Exception {
        var mail = RealRelay.notifier().audience("wards", mailbox).build();

        assertThat(catchThrowable(() -> mail.send(new Notice("wards", "refuse this", ""), "key")))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("at the end (550)");
    }

    @Test
    void a_text_that_is_too_long_for_the_relay_has_not_been_sent() throws Exception {
        var mail = RealRelay.notifier().audience("wards", mailbox).build();

        assertThat(catchThrowable(() -> mail.send(new Notice("wards", "Long", "0123456789\n".repeat(15_000)), "key")))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("(552)");
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused() throws Exception {
        var mail = RealRelay.withoutLogin()
                .login("emrops", RealRelay.password())
                .audience("wards", mailbox)
                .build();

        assertThat(catchThrowable(() -> mail.send(NOTICE, "key")))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("has a certificate that is not trusted here");
    }

    @Test
    void a_certificate_of_another_host_is_refused_with_either_kind_of_tls() throws Exception {
        var starttls = otherName().port(RealRelay.tlsPort() - 1).build();
        var implicit = otherName().port(RealRelay.tlsPort()).implicitTls().build();

        for (var mail : List.of(starttls, implicit)) {
            assertThat(catchThrowable(() -> mail.send(NOTICE, "key")))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("not for this host");
        }
    }

    private MailNotifierBuilder otherName() throws Exception {
        return MailNotifier.host("127.0.0.1") // the certificate is for localhost
                .trusting(RealRelay.trust())
                .from("ops@hospital.example")
                .audience("wards", mailbox);
    }

    private List<MimeMessage> arrived(int atLeast) throws Exception {
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> RealRelay.mailsFor(mailbox).size() >= atLeast);
        return RealRelay.mailsFor(mailbox);
    }
}
