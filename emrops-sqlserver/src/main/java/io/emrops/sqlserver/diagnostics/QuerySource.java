package io.emrops.sqlserver.diagnostics;

import io.emrops.diagnostics.QueryDetails;
import io.emrops.diagnostics.SlowQueries;
import io.emrops.diagnostics.SlowQuery;
import io.emrops.diagnostics.SlowQueryRequest;
import io.emrops.sqlserver.session.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;

/** Where numbers about queries come from. */
sealed interface QuerySource permits QueryStore, PlanCache {
    /** Of a larger plan nobody could see anything. */
    int LARGEST_PLAN = 16 << 20;

    SlowQueries find(SlowQueryRequest request, OffsetDateTime now);

    QueryDetails details(SlowQuery query);

    /** Microseconds, as the server has them. */
    static Duration time(Row row, String column) throws SQLException {
        return row.number(column)
                .map(micros -> Duration.ofNanos(Math.round(micros.doubleValue() * 1000)))
                .orElse(Duration.ZERO);
    }

    static long count(Row row, String column) throws SQLException {
        return row.number(column).map(value -> Math.round(value.doubleValue())).orElse(0L);
    }

    static String order(SlowQueryRequest request, String total, String executions, String cpu, String reads) {
        return switch (request.measure()) {
            case TOTAL -> total;
            case AVERAGE -> total + " / " + executions;
            case CPU -> cpu;
            case READS -> reads;
        };
    }
}
