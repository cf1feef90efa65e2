package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Socket;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have 127.0.0.1 alone unless they are asked")
class ListeningAddressTest {
    @ParameterizedTest
    @EnumSource
    void a_server_listens_where_it_was_told_and_nowhere_else(ScriptedSqlServer.Encryption encryption) throws Exception {
        try (var server = SimulatedSqlServer.builder()
                .name("SQL-B")
                .address("127.0.4.5")
                .encryption(encryption)
                .start()) {
            assertThat(server.jdbcUrl()).startsWith("jdbc:sqlserver://127.0.4.5:");
            assertThat(server)
                    .hasToString("SQL-B on 127.0.4.5:" + server.script().port());
            assertThat(nameOf(server.dataSource())).isEqualTo("SQL-B");
            assertThatThrownBy(() -> new Socket("127.0.0.1", server.script().port()).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void it_is_localhost_if_nobody_says_otherwise() {
        try (var server = ScriptedSqlServer.start()) {
            assertThat(server.jdbcUrl()).startsWith("jdbc:sqlserver://localhost:" + server.port());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.0.0.1", "localhost", "127.0.0.256", "127.0.0", "::1", ""})
    void it_listens_where_only_this_machine_comes(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptedSqlServer.builder().address(address))
                .withMessageContaining("loopback network: " + address);
    }

    private static String nameOf(DataSource source) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT @@SERVERNAME")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
