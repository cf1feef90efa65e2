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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a sound server does not answer, or not when it is wanted. */
@Timeout(60)
class OddAnswersTest {
    private static final CertificateOrder ORDER = CertificateOrder.of("emr.example");

    @TempDir
    Path folder;

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
                .within(Duration.ofSeconds(1));
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
        var issuer = issuer();
        Progress then = (done, total, unit) -> acme.say("/order", acme.order("processing"));

        assertThatThrownBy(() -> issuer.issue(ORDER, then))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("a certificate may have been issued");
    }

    @Test
    void a_server_that_is_lost_while_it_signs_is_not_known() {
        Progress then = (done, total, unit) -> {
            acme.say("/finalize", Answer.none());
            acme.say("/order", Answer.none());
            acme.say("/nonce", Answer.none());
        };

        assertThatThrownBy(() -> issuer().issue(ORDER, then)).isInstanceOf(OutcomeUnknownException.class);
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
}
