package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.instance.Edition;
import io.emrops.testkit.sqlserver.instance.Instance;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As it is where H2 is not on the class path. */
@Timeout(60)
class WithoutEngineTest {
    @Test
    void administration_works_and_everything_else_says_what_is_missing() throws SQLException {
        var instance = new Instance("SIMULATED", 16, Edition.DEVELOPER, Clock.systemUTC());
        try (var server = ScriptedSqlServer.builder()
                        .backdrop(new Administration(instance, spid -> {}, false))
                        .start();
                var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE EMRNext");
            assertThat(instance.database("EMRNext")).isPresent();

            assertThatThrownBy(() -> statement.execute("CREATE TABLE T (Id int)"))
                    .isInstanceOfSatisfying(SQLException.class, e -> {
                        assertThat(e.getErrorCode()).isEqualTo(50000);
                        assertThat(e.getMessage()).contains("com.h2database:h2");
                    });
        }
    }
}
