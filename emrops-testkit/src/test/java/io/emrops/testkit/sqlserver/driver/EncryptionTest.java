package io.emrops.testkit.sqlserver.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.script.Answer;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncryptionTest {
    private static final String CANARY = "SELECT 'canary of the wire'";

    @ParameterizedTest
    @CsvSource({
        "NONE, false, false",
        "OFFERED, false, false",
        "OFFERED, true, true",
        "OFFERED, strict, true",
        "REQUIRED, false, true",
        "REQUIRED, true, true",
        "REQUIRED, strict, true"
    })
    void what_client_and_server_agree_on_is_what_travels(Encryption offered, String wished, boolean encrypted)
            throws SQLException, IOException {
        try (var server = ScriptedSqlServer.builder().encryption(offered).start();
                var wire = Wire.to(server)) {
            server.when(CANARY).answer(Answer.rows("C varchar(50)").row("canary"));

            try (var connection = DriverManager.getConnection(wire.url("encrypt=" + wished));
                    var statement = connection.createStatement()) {
                assertThat(Results.drain(statement, CANARY)).hasToString("[[canary]]");
            }

            assertThat(wire.shows("canary of the wire")).isEqualTo(!encrypted);
            assertThat(wire.shows(server.user())).isEqualTo(offered == Encryption.NONE);
            assertThat(server.logins()).singleElement().matches(login -> login.encrypted() == encrypted);
            assertThat(server.statements())
                    .singleElement()
                    .matches(it -> it.session().encrypted() == encrypted);
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "strict"})
    void a_client_that_insists_is_not_served_in_the_clear(String wished) {
        try (var server = ScriptedSqlServer.start()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> server.dataSource(
                                    "connectRetryCount=0;encrypt=" + wished + ";trustServerCertificate=true")
                            .getConnection());

            assertThat(server.logins()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 512", "true, 16383", "false, 512", "strict, 16383"})
    void large_answers_and_requests_travel_encrypted(String wished, int packetSize) throws SQLException {
        var text = "ÄÖ§".repeat(40_000);
        try (var server =
                ScriptedSqlServer.builder().encryption(Encryption.REQUIRED).start()) {
            server.when("SELECT ?")
                    .answer((request, reply) ->
                            Answer.rows("T nvarchar(max)").row(request.value(1)).give(request, reply));

            try (var connection = server.dataSource("encrypt=" + wished + ";packetSize=" + packetSize)
                            .getConnection();
                    var statement = connection.prepareStatement("SELECT ?")) {
                statement.setString(1, text);
                assertThat(Results.drain(statement, statement.execute())
                                .toString()
                                .equals("[[" + text + "]]"))
                        .isTrue();
            }
        }
    }
}
