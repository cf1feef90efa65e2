package io.emrops.sqlserver.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.sqlserver.SqlServer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeftoverTimesTest {
    @Test
    void what_is_in_use_is_not_old_since_the_clock_was_changed_meanwhile() throws Exception {
        try (var hospital = new Hospital(Instant.parse("2026-11-01T04:00:00Z"), ZoneId.of("America/New_York"));
                var sql = SqlServer.of(hospital.server().dataSource())) {
            var backups = sql.backups().to("C:\\Backup").build();
            assertThat(backups.leftovers(Duration.ofMinutes(30))).isEmpty();
            hospital.pass(Duration.ofHours(4));
            hospital.create("emrops_restore_test_EMRNext_0123abcd");
            hospital.pass(Duration.ofMinutes(5));

            assertThat(backups.leftovers(Duration.ofMinutes(30))).isEmpty();
            assertThat(backups.leftovers(Duration.ofMinutes(1))).hasSize(1);
        }
    }
}
