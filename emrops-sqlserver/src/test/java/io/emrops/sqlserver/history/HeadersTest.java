package io.emrops.sqlserver.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.sqlserver.session.Sessions;
import io.emrops.sqlserver.statement.ServerPath;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.instance.ServerFile;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through the real driver, encrypted. */
@Timeout(120)
class HeadersTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private SimulatedSqlServer server(int version) {
        var server = SimulatedSqlServer.builder()
                .majorVersion(version)
                .clock(Clock.system(BERLIN))
                .encryption(Encryption.REQUIRED)
                .start();
        opened.add(server);
        server.createDatabase("EMRNext");
        return server;
    }

    private Sessions sessions(SimulatedSqlServer server) {
        var sessions = Sessions.at(server.jdbcUrl())
                .user("sa", Secret.of(server.script().password().toCharArray()))
                .build();
        opened.add(sessions);
        return sessions;
    }

    private Headers headers(SimulatedSqlServer server) {
        return new Headers(sessions(server).queries(), BERLIN);
    }

    private static void run(SimulatedSqlServer server, String... statements) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    private static ServerPath file(String name) {
        return ServerPath.windows("C:\\b\\" + name);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 16, 17})
    void a_file_says_of_its_sets_what_the_history_says(int version) throws Exception {
        var server = server(version);
        server.instance().certificate("Vault");
        run(
                server,
                "BACKUP DATABASE EMRNext TO DISK = 'C:\\b\\x.bak' WITH CHECKSUM, DESCRIPTION = 'one', COMPRESSION,"
                        + " FORMAT, ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = Vault)",
                "BACKUP DATABASE EMRNext TO DISK = 'C:\\b\\y.bak' WITH DIFFERENTIAL",
                "BACKUP LOG EMRNext TO DISK = 'C:\\b\\y.bak' WITH COPY_ONLY");
        var sessions = sessions(server);
        var history = new MsdbHistory(sessions.queries(), BERLIN).sets("EMRNext");
        var headers = new Headers(sessions.queries(), BERLIN);

        assertThat(headers.sets(List.of(file("x.bak")))).containsExactly(history.get(2));
        assertThat(headers.sets(List.of(file("y.bak")))).containsExactly(history.get(1), history.get(0));
        assertThat(history.get(2).traits().encryptor())
                .hasValueSatisfying(print -> assertThat(print).matches("[0-9A-F]{40}"));
    }

    @Test
    void stripes_are_put_in_their_order_and_a_missing_one_is_noticed() throws Exception {
        var server = server(16);
        run(
                server,
                "BACKUP DATABASE EMRNext TO DISK = 'C:\\b\\1.bak', DISK = 'C:\\b\\2.bak', DISK = 'C:\\b\\3.bak'",
                "BACKUP DATABASE EMRNext TO DISK = 'C:\\b\\other.bak'");
        var headers = headers(server);

        var all = headers.sets(List.of(file("3.bak"), file("1.bak"), file("2.bak")));
        var some = headers.sets(List.of(file("2.bak"), file("other.bak")));

        assertThat(all).hasSize(1);
        assertThat(all.get(0).media().files()).containsExactly("C:\\b\\1.bak", "C:\\b\\2.bak", "C:\\b\\3.bak");
        assertThat(all.get(0).media().complete()).isTrue();
        assertThat(some.get(0).media().files()).containsExactly("C:\\b\\2.bak");
        assertThat(some.get(0).media().complete()).isFalse();
        assertThat(headers.label(file("2.bak")).family()).isEqualTo(2);
        assertThat(headers.label(file("2.bak")).families()).isEqualTo(3);
    }

    @Test
    void the_files_of_the_database_are_told_with_the_room_they_need() throws Exception {
        var server = server(13);
        run(server, "BACKUP DATABASE EMRNext TO DISK = 'C:\\b\\x.bak'");

        var files = headers(server).files(file("x.bak"), 1);

        assertThat(files)
                .extracting(ContainedFile::logicalName, ContainedFile::type)
                .containsExactly(
                        tuple("EMRNext", ContainedFile.Type.DATA), tuple("EMRNext_log", ContainedFile.Type.LOG));
        assertThat(files).allSatisfy(file -> {
            assertThat(file.size().bytes()).isPositive();
            assertThat(file.present()).isTrue();
            assertThat(file.transparentlyEncryptedBy()).isEmpty();
        });
    }

    @Test
    void a_file_that_is_not_there_cannot_be_opened_or_is_no_backup_fails_with_its_number() throws Exception {
        var server = server(16);
        run(server, "BACKUP DATABASE EMRNext TO DISK = 'C:\\b\\x.bak'");
        server.instance().disk().refuse("C:\\b\\x.bak", 5);
        server.instance().disk().put("C:\\b\\letter.txt", new ServerFile.Other());
        var headers = headers(server);

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> headers.sets(List.of(file("gone.bak"))))
                .withMessageContaining("gone.bak")
                .withMessageContaining("operating system error 2")
                .satisfies(e -> assertThat(e.vendorCode()).contains("SQL Server 3201"));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> headers.files(file("x.bak"), 1))
                .withMessageContaining("operating system error 5");
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> headers.label(file("letter.txt")))
                .satisfies(e -> assertThat(e.vendorCode()).contains("SQL Server 3241"));
    }
}
