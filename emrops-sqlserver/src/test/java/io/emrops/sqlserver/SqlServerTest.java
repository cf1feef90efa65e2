package io.emrops.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import io.emrops.sqlserver.server.Capability;
import io.emrops.sqlserver.statement.ServerPath;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.instance.DatabaseRole;
import io.emrops.testkit.sqlserver.instance.Edition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through the real driver, encrypted. */
@Timeout(120)
class SqlServerTest {
    private static SimulatedSqlServer.Builder server() {
        return SimulatedSqlServer.builder().encryption(Encryption.REQUIRED);
    }

    private static SqlServer sql(SimulatedSqlServer server) {
        return SqlServer.at(server.jdbcUrl())
                .user("sa", Secret.of(server.script().password().toCharArray()))
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17})
    void every_version_says_what_it_is(int major) {
        var clock = Clock.fixed(Instant.parse("2026-07-01T00:00:00Z"), ZoneId.of("Europe/Berlin"));
        try (var server = server().name("SQL01\\EMR")
                        .majorVersion(major)
                        .clock(clock)
                        .start();
                var sql = sql(server)) {
            var facts = sql.facts();

            assertThat(facts.name()).isEqualTo("SQL01\\EMR");
            assertThat(facts.majorVersion()).isEqualTo(major);
            assertThat(facts.platform()).isEqualTo(ServerPath.Platform.WINDOWS);
            assertThat(facts.dataPath()).contains(ServerPath.windows("C:\\Data\\"));
            assertThat(facts.backupPath().isPresent()).isEqualTo(major >= 15);
            assertThat(facts.offset()).isEqualTo(ZoneOffset.ofHours(2));
            assertThat(facts.can(Capability.COMPRESSION_ALGORITHM)).isEqualTo(major >= 16);
            assertThat(sql.facts()).isSameAs(facts);
            assertThat(sql.refreshedFacts()).isNotSameAs(facts).isEqualTo(facts);
        }
    }

    @Test
    void express_and_web_have_neither_compression_nor_encryption_and_that_is_told_by_name() {
        for (var edition : Edition.values()) {
            try (var server = server().edition(edition).start();
                    var sql = sql(server)) {
                var has = edition != Edition.EXPRESS && edition != Edition.WEB;
                assertThat(sql.facts().can(Capability.BACKUP_COMPRESSION)).isEqualTo(has);
                assertThat(sql.facts().can(Capability.BACKUP_ENCRYPTION)).isEqualTo(has);
                if (!has) {
                    assertThatThrownBy(() -> Capability.BACKUP_ENCRYPTION.require(sql.facts()))
                            .isInstanceOf(PreconditionFailedException.class)
                            .hasMessageContaining("has no encrypted backups");
                }
            }
        }
    }

    @Test
    void the_same_server_has_the_same_identity_and_another_name_has_another() {
        try (var one = server().name("SQL01").start();
                var other = server().name("SQL02").start();
                var first = sql(one);
                var again = sql(one);
                var second = sql(other)) {
            assertThat(first.target()).isEqualTo(again.target()).isNotEqualTo(second.target());
            assertThat(first.target().kind()).isEqualTo("sqlserver");
            assertThat(first.target().name()).isEqualTo("SQL01");
        }
    }

    @Test
    void a_database_that_answers_is_asked_in_itself() {
        try (var server = server().start();
                var sql = sql(server)) {
            server.instance().createDatabase("EMR]Next");

            assertThat(sql.database("EMR]Next").ping()).isPositive();
            assertThat(server.script().logins())
                    .anyMatch(login -> login.database().equals("EMR]Next"));
            assertThat(sql.database("EMR]Next").target().name()).endsWith("/EMR]Next");
        }
    }

    @Test
    void a_database_that_is_not_there_does_not_answer() {
        try (var server = server().start();
                var sql = sql(server)) {
            assertThatThrownBy(sql.database("Nowhere")::ping)
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("4060");
            assertThatIllegalArgumentException().isThrownBy(() -> sql.database("a\nb"));
        }
    }

    @Test
    void what_the_login_may_not_is_listed_by_name() {
        try (var server = server().start()) {
            server.instance().createDatabase("EMRNext");
            server.login("nurse", "Nurse-Passw0rd");
            try (var sql = SqlServer.at(server.jdbcUrl())
                            .user("nurse", Secret.of("Nurse-Passw0rd".toCharArray()))
                            .build();
                    var admin = sql(server)) {
                assertThat(admin.missingPermissions("EMRNext")).isEmpty();
                assertThat(sql.missingPermissions("EMRNext"))
                        .contains(
                                "BACKUP DATABASE on database EMRNext",
                                "BACKUP LOG on database EMRNext",
                                "VIEW SERVER STATE");

                server.instance().security().user("nurse", "EMRNext");
                server.instance().security().role("nurse", "EMRNext", DatabaseRole.DB_BACKUPOPERATOR);

                assertThat(sql.missingPermissions("EMRNext"))
                        .doesNotContain("BACKUP DATABASE on database EMRNext", "BACKUP LOG on database EMRNext")
                        .contains("VIEW SERVER STATE");
            }
        }
    }

    @Test
    void a_server_that_is_given_as_a_source_answers_too() {
        try (var server = server().start();
                var sql = SqlServer.of(server.dataSource())) {
            server.instance().createDatabase("EMRNext");

            assertThat(sql.facts().majorVersion()).isEqualTo(16);
            assertThat(sql.database("EMRNext").ping()).isPositive();
            try (var session = sql.sessions().dedicated()) {
                assertThat(session.id()).isPositive();
            }
        }
    }
}
