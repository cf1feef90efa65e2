package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.assertThatFailure;
import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.tls.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateTest {
    private final Instant now = Instant.now();
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
                        TestCertificate.create(List.of("elsewhere"), now.minusSeconds(60), now.plusSeconds(600)));
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
                TestCertificate.create(List.of("db.ward.example"), now.minusSeconds(60), now.plusSeconds(600)))) {
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

    /** Java asks no certificate that is trusted itself for its dates; a driver that is given it as a file does. */
    @Test
    void an_expired_certificate_is_refused_where_the_driver_looks_at_its_dates(@TempDir Path directory)
            throws IOException {
        var expired = TestCertificate.create(
                List.of("localhost"), now.minus(Duration.ofDays(60)), now.minus(Duration.ofDays(1)));
        var file = Files.writeString(directory.resolve("server.pem"), expired.pem());
        try (var server = serverWith(expired)) {
            var refusal = refusal(server, "encrypt=strict;serverCertificate=" + file);

            assertThatFailure(refusal).hasStackTraceContaining("NotAfter");
            assertThat(server.logins()).isEmpty();
        }
    }

    @Test
    void a_certificate_given_as_a_file_is_the_only_one_that_is_trusted(@TempDir Path directory) throws IOException {
        var certificate = TestCertificate.forLocalhost();
        var file = Files.writeString(directory.resolve("server.pem"), certificate.pem());
        try (var server = serverWith(certificate);
                var other = serverWith(TestCertificate.forLocalhost())) {
            var properties = "encrypt=strict;serverCertificate=" + file;

            assertThatCode(() -> server.dataSource(properties).getConnection().close())
                    .doesNotThrowAnyException();
            refusal(other, properties);

            assertThat(other.logins()).isEmpty();
        }
    }
}
