package io.emrops.sqlserver.diagnostics;

import io.emrops.diagnostics.QueryDetails;
import io.emrops.diagnostics.SlowQueries;
import io.emrops.diagnostics.SlowQuery;
import io.emrops.diagnostics.SlowQueryRequest;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.statement.Identifier;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The Query Store of a database ("Monitor performance by using the Query Store"): it outlives restarts, and counts by the hour. */
record QueryStore(Look look, Identifier database, State state) implements QuerySource {
    /**
     * In which state a store is.
     *
     * @param number 0 is off, 1 read-only, 2 read-write, 3 in error
     * @param reason why it is read-only, as the server's number
     */
    record State(int number, int reason) {
        boolean isReadable() {
            return number == 1 || number == 2 || number == 4;
        }

        boolean takesQueries() {
            return number == 2;
        }
    }

    private static final String OPTIONS =
            "SELECT actual_state, readonly_reason FROM %s.sys.database_query_store_options";

    private static final String QUERIES = """
            SELECT TOP (%2$d) q.query_id, q.query_hash, o.name AS object_name,
                   SUM(rs.count_executions) AS executions,
                   SUM(rs.avg_duration * rs.count_executions) AS total_duration,
                   MAX(rs.max_duration) AS longest,
                   SUM(rs.avg_cpu_time * rs.count_executions) AS total_cpu,
                   SUM(rs.avg_logical_io_reads * rs.count_executions) AS total_reads,
                   COUNT(DISTINCT p.plan_id) AS plans,
                   MIN(i.start_time) AS first_begin,
                   MAX(rs.last_execution_time) AS last_execution
            FROM %1$s.sys.query_store_runtime_stats AS rs
            JOIN %1$s.sys.query_store_runtime_stats_interval AS i ON i.runtime_stats_interval_id = rs.runtime_stats_interval_id
            JOIN %1$s.sys.query_store_plan AS p ON p.plan_id = rs.plan_id
            JOIN %1$s.sys.query_store_query AS q ON q.query_id = p.query_id
            LEFT JOIN %1$s.sys.objects AS o ON o.object_id = q.object_id
            WHERE i.end_time > ? AND q.is_internal_query = 0
            GROUP BY q.query_id, q.query_hash, o.name
            HAVING SUM(rs.count_executions) >= ?
            ORDER BY %3$s DESC""";

    private static final String DETAILS = """
            SELECT TOP (1) t.query_sql_text,
                   CASE WHEN DATALENGTH(p.query_plan) <= %2$d THEN p.query_plan END AS query_plan
            FROM %1$s.sys.query_store_query AS q
            JOIN %1$s.sys.query_store_query_text AS t ON t.query_text_id = q.query_text_id
            LEFT JOIN %1$s.sys.query_store_plan AS p ON p.query_id = q.query_id
            WHERE q.query_id = ?
            ORDER BY p.last_execution_time DESC""";

    private static final String PREFIX = "query ";

    static Optional<State> state(Look look, Identifier database) {
        return look.queries()
                .find(
                        "the Query Store",
                        String.format(OPTIONS, database.quoted()),
                        row -> new State(
                                row.integer("actual_state").orElse(0),
                                row.integer("readonly_reason").orElse(0)));
    }

    @Override
    public SlowQueries find(SlowQueryRequest request, OffsetDateTime now) {
        var from = now.minus(request.within());
        var order = QuerySource.order(
                request,
                "SUM(rs.avg_duration * rs.count_executions)",
                "SUM(rs.count_executions)",
                "SUM(rs.avg_cpu_time * rs.count_executions)",
                "SUM(rs.avg_logical_io_reads * rs.count_executions)");
        var found = look.queries()
                .list(
                        "the queries in the Query Store",
                        String.format(QUERIES, database.quoted(), request.most(), order),
                        QueryStore::query,
                        from,
                        request.executedAtLeast());
        var remarks = new ArrayList<String>();
        if (!state.takesQueries()) {
            remarks.add("The Query Store takes no new queries at the moment (reason " + state.reason()
                    + "), so that newer ones are not known");
        }
        remarks.add("The Query Store may leave out what is executed seldom, by its settings");
        return new SlowQueries(
                database.name(), SlowQueries.Source.STORE, from.toInstant(), now.toInstant(), found, remarks);
    }

    private static SlowQuery query(Row row) throws SQLException {
        var executions = QuerySource.count(row, "executions");
        var total = QuerySource.time(row, "total_duration");
        return new SlowQuery(
                PREFIX + QuerySource.count(row, "query_id"),
                PlanCache.hexadecimal(row.bytes("query_hash")),
                Look.name(row, "object_name"),
                executions,
                total,
                total.dividedBy(Math.max(executions, 1)),
                QuerySource.time(row, "longest"),
                QuerySource.time(row, "total_cpu"),
                QuerySource.count(row, "total_reads"),
                row.integer("plans").orElse(0),
                row.offsetTime("first_begin").orElseThrow().toInstant(),
                row.offsetTime("last_execution").orElseThrow().toInstant());
    }

    @Override
    public QueryDetails details(SlowQuery query) {
        var id = Long.parseLong(query.id().substring(PREFIX.length()));
        List<QueryDetails> found = look.queries()
                .list(
                        "the text and the plan of a query",
                        String.format(DETAILS, database.quoted(), LARGEST_PLAN),
                        row -> new QueryDetails(
                                query,
                                row.text("query_sql_text").map(LiteralRedactor::redact),
                                row.text("query_plan").flatMap(PlanRedactor::redact)),
                        id);
        return found.isEmpty() ? new QueryDetails(query, Optional.empty(), Optional.empty()) : found.get(0);
    }
}
