package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.assertThatFailure;
import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.tls.TestCertificate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateTest {
    private static final Instant NOW = Instant.now();
    private static final String ONCE = "connectRetryCount=0;";

    private static ScriptedSqlServer serverWith(TestCertificate certificate) {
        return ScriptedSqlServer.builder()
                .encryption(Encryption.REQUIRED)
                .certificate(certificate)
                .start();
    }

    private static SQLException refusal(ScriptedSqlServer server, String properties) {
        return failureOf(
                () -> server.dataSource(ONCE + properties).getConnection().close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "strict"})
    void a_certificate_in_the_trust_store_is_trusted(String encrypt) throws SQLException {
        try (var server = serverWith(TestCertificate.forLocalhost());
                var connection = server.dataSource("encrypt=" + encrypt).getConnection()) {
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "strict"})
    void a_certificate_of_somebody_else_is_not_trusted(String encrypt) {
        try (var server = serverWith(TestCertificate.forLocalhost());
                var other = serverWith(TestCertificate.forLocalhost())) {
            var refusal = refusal(server, "encrypt=" + encrypt + ";trustStore=" + other.trustStore());

            assertThatFailure(refusal).hasStackTraceContaining("PKIX path");
            assertThat(server.logins()).isEmpty();
        }
    }

    @Test
    void a_client_may_trust_whatever_comes() {
        try (var server = serverWith(
                        TestCertificate.create(List.of("elsewhere"), NOW.minusSeconds(60), NOW.plusSeconds(600)));
                var other = serverWith(TestCertificate.forLocalhost())) {
            assertThatCode(() -> server.dataSource("trustServerCertificate=true;trustStore=" + other.trustStore())
                            .getConnection()
                            .close())
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "strict"})
    void a_certificate_for_another_host_is_refused_unless_that_name_is_expected(String encrypt) {
        try (var server = serverWith(
                TestCertificate.create(List.of("db.ward.example"), NOW.minusSeconds(60), NOW.plusSeconds(600)))) {
            var refusal = refusal(server, "encrypt=" + encrypt);

            assertThatFailure(refusal).hasStackTraceContaining("localhost").hasStackTraceContaining("db.ward.example");
            assertThat(server.logins()).isEmpty();
            assertThatCode(() -> server.dataSource("encrypt=" + encrypt + ";hostNameInCertificate=db.ward.example")
                            .getConnection()
                            .close())
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "strict"})
    void a_server_with_a_bad_certificate_serves_the_next_client_that_does_not_mind(String encrypt) throws SQLException {
        try (var server = serverWith(TestCertificate.forLocalhost());
                var other = serverWith(TestCertificate.forLocalhost())) {
            refusal(server, "encrypt=" + encrypt + ";trustStore=" + other.trustStore());

            try (var connection = server.dataSource("encrypt=" + encrypt).getConnection()) {
                assertThat(connection.isValid(10)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "strict"})
    void an_expired_certificate_of_another_issuer_is_refused(String encrypt) {
        var expired = TestCertificate.create(
                List.of("localhost"), NOW.minus(Duration.ofDays(60)), NOW.minus(Duration.ofDays(1)));
        try (var server = serverWith(expired);
                var other = serverWith(TestCertificate.forLocalhost())) {
            var refusal = refusal(server, "encrypt=" + encrypt + ";trustStore=" + other.trustStore());

            assertThat(server.logins()).isEmpty();
        }
    }
}
