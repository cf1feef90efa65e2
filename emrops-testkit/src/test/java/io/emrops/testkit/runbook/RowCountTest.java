package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.core.database.RowCount;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowCountTest {
    private static RowCount counting(String sql) {
        var h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:");
        return RowCount.of(h2, new Target("database", "EMRNext", "EMRNext"), "administrators", sql);
    }

    @Test
    void one_number_is_a_count() {
        assertThat(counting("SELECT 3").count()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT MAX(x) FROM (SELECT 1 AS x) WHERE x > 1 | no number",
                "SELECT x FROM (SELECT 1 AS x) WHERE x > 1 | no row",
                "SELECT x FROM SYSTEM_RANGE(0, 1) AS r(x) | more than one row",
                "SELECT 0, 1 | more than one column"
            })
    void what_is_no_number_is_not_none(String sql, String given) {
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(counting(sql)::count)
                .withMessage("The query for the administrators gave " + given);
    }
}
