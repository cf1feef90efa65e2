package io.emrops.certificates.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificates.acme.ScriptedAcme.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a sound server does not answer, or not when it is wanted. */
@Timeout(60)
class OddAnswersTest {
    private static final CertificateOrder ORDER = CertificateOrder.of("emr.example");

    private static final Duration WITHIN = Duration.ofSeconds(50);

    @TempDir
    Path folder;

    private final SkippedTime time = new SkippedTime();

    private ScriptedAcme acme;

    @BeforeEach
    void start() throws Exception {
        acme = new ScriptedAcme();
    }

    @AfterEach
    void stop() {
        acme.close();
    }

    private AcmeIssuer issuer() {
        return AcmeIssuer.at(acme.directory(), AccountKey.in(folder.resolve("account.pem")), Http01.webroot(folder))
                .trusting(acme.root())
                .within(WITHIN)
                .countingBy(time);
    }

    /** From the request for a certificate on, this is what is said of the order, once: then the time is over. */
    private Progress lastAnswer(Answer answer) {
        return (done, total, unit) -> {
            acme.say("/order", answer);
            acme.when("/order", 1, () -> time.skip(WITHIN));
        };
    }

    @Test
    void a_limit_is_told_with_the_time_when_it_ends() {
        acme.say("/order", Answer.refusal(429, """
                {"type": "urn:ietf:params:acme:error:rateLimited", "detail": "too many, \\u0007%s"}
                """.formatted("and too long ".repeat(100))));

        var failure = catchThrowableOfType(StepFailedException.class, () -> issuer().issue(ORDER, Progress.none()));

        assertThat(failure.vendorCode()).contains("urn:ietf:params:acme:error:rateLimited");
        assertThat(failure).hasMessageContaining("not before ").hasMessageContaining("nothing was issued");
        assertThat(failure.getMessage()).hasSizeLessThan(500).doesNotContain("\u0007");
    }

    @Test
    void an_order_that_never_comes_to_its_end_after_it_was_signed_is_not_known() {
        acme.say("/finalize", acme.order("processing"));
        acme.say("/order", acme.order("ready"));

        assertThatThrownBy(() -> issuer().issue(ORDER, lastAnswer(acme.order("processing"))))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("a certificate may have been issued");
    }

    @Test
    void a_server_that_is_lost_while_it_signs_is_not_known() {
        acme.say("/finalize", Answer.none());

        assertThatThrownBy(() -> issuer().issue(ORDER, lastAnswer(Answer.none())))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void an_order_that_is_given_up_is_refused() {
        acme.say("/order", acme.order("invalid"));

        assertThatThrownBy(() -> issuer().issue(ORDER, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("nothing was issued");
    }

    @Test
    void what_is_no_directory_is_told_as_that() {
        acme.say("/dir", Answer.of(200, "<html>"));

        assertThatThrownBy(() -> issuer().issue(ORDER, Progress.none()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("nothing was ordered");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void an_answer_that_never_ends_is_waited_for_no_longer_than_the_order_may_take() {
        acme.say("/dir", Answer.stuck());
        var issuer = issuer().within(Duration.ofSeconds(1));

        assertThatThrownBy(() -> issuer.issue(ORDER, Progress.none()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("nothing was ordered");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void an_interrupt_ends_the_wait_for_an_answer_at_once() throws Exception {
        acme.say("/order", Answer.stuck());
        var issuer = issuer().within(Duration.ofHours(1));
        var order = new FutureTask<>(() -> issuer.issue(ORDER, Progress.none()));
        var thread = new Thread(order);
        thread.start();
        while (!acme.asked().contains("/order")) {
            Thread.onSpinWait();
        }

        thread.interrupt();

        assertThatThrownBy(order::get).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void a_server_that_cannot_is_away_and_says_until_when() {
        acme.say("/order", Answer.page(503));

        assertThatThrownBy(() -> issuer().issue(ORDER, Progress.none()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("HTTP 503")
                .hasMessageContaining("not before ")
                .hasMessageContaining("nothing was issued");
    }

    @Test
    void what_something_between_refuses_is_refused() {
        acme.say("/order", Answer.page(403));

        var failure = catchThrowableOfType(StepFailedException.class, () -> issuer().issue(ORDER, Progress.none()));

        assertThat(failure.vendorCode()).contains("HTTP 403");
        assertThat(failure).hasMessageContaining("nothing was issued");
    }

    @Test
    void a_gateway_that_gives_up_while_the_server_signs_leaves_it_unknown() {
        acme.say("/finalize", Answer.page(504));

        assertThatThrownBy(() -> issuer().issue(ORDER, lastAnswer(acme.order("processing"))))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void a_server_that_fails_while_it_signs_leaves_it_unknown() {
        acme.say("/finalize", Answer.refusal(500, """
                {"type": "urn:ietf:params:acme:error:serverInternal", "detail": "ask again"}"""));

        assertThatThrownBy(() -> issuer().issue(ORDER, lastAnswer(acme.order("processing"))))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void what_is_not_understood_after_it_was_signed_leaves_it_unknown() {
        acme.say("/finalize", acme.order("processing"));
        for (var odd : List.of(
                Answer.page(200),
                Answer.of(200, "{"),
                Answer.page(502),
                Answer.of(200, "{}"),
                Answer.refusal(403, """
                        {"type": "urn:ietf:params:acme:error:unauthorized"}"""))) {
            acme.say("/order", acme.order("ready"));

            assertThatThrownBy(() -> issuer().issue(ORDER, lastAnswer(odd)))
                    .as(odd.toString())
                    .isInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void a_request_that_is_refused_is_told_as_that() {
        acme.say("/finalize", Answer.refusal(400, """
                {"type": "urn:ietf:params:acme:error:badCSR", "detail": "no such key"}"""));

        var failure = catchThrowableOfType(StepFailedException.class, () -> issuer().issue(ORDER, Progress.none()));

        assertThat(failure.vendorCode()).contains("urn:ietf:params:acme:error:badCSR");
        assertThat(failure).hasMessageContaining("nothing was issued");
    }

    @Test
    void a_time_that_is_none_is_no_obstacle() {
        acme.say("/order", acme.order("processing").again("soon"));
        acme.when("/order", 2, () -> time.skip(WITHIN));

        assertThatThrownBy(() -> issuer().issue(ORDER, Progress.none()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("did not come to its end in time");
    }

    @Test
    void nothing_is_put_up_for_a_name_that_was_not_ordered() {
        acme.say("/order", acme.order("pending"));
        acme.say("/authorization", acme.authorization("other.example"));

        assertThatThrownBy(() -> issuer().issue(ORDER, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("other.example")
                .hasMessageContaining("nothing was issued");
        assertThat(folder.resolve(".well-known")).doesNotExist();
        assertThat(acme.asked()).doesNotContain("/challenge");
    }
}
