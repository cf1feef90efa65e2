package io.emrops.sqlserver.diagnostics;

import io.emrops.diagnostics.QueryDetails;
import io.emrops.diagnostics.SlowQueries;
import io.emrops.diagnostics.SlowQuery;
import io.emrops.diagnostics.SlowQueryRequest;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.statement.Identifier;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The plans in memory ("sys.dm_exec_query_stats (Transact-SQL)"). A plan that is thrown out takes its numbers with it, and a restart all of
 * them; what is counted is the whole life of a plan.
 */
record PlanCache(Look look, Identifier database, List<String> reasons) implements QuerySource {
    private static final String QUERIES = """
            SELECT TOP (%1$d) qs.query_hash, SUM(qs.execution_count) AS executions, SUM(qs.total_elapsed_time) AS total_duration,
                   MAX(qs.max_elapsed_time) AS longest, SUM(qs.total_worker_time) AS total_cpu,
                   SUM(qs.total_logical_reads) AS total_reads, COUNT(DISTINCT qs.query_plan_hash) AS plans,
                   MIN(qs.creation_time) AS first_begin, MAX(qs.last_execution_time) AS last_execution
            FROM sys.dm_exec_query_stats AS qs
            CROSS APPLY sys.dm_exec_plan_attributes(qs.plan_handle) AS pa
            WHERE pa.attribute = N'dbid' AND CONVERT(int, pa.value) = DB_ID(?) AND qs.last_execution_time >= ?
            GROUP BY qs.query_hash
            HAVING SUM(qs.execution_count) >= ?
            ORDER BY %2$s DESC""";

    private static final String DETAILS = """
            SELECT TOP (1) st.text, qs.statement_start_offset, qs.statement_end_offset,
                   CASE WHEN DATALENGTH(qp.query_plan) <= %1$d THEN qp.query_plan END AS query_plan
            FROM sys.dm_exec_query_stats AS qs
            CROSS APPLY sys.dm_exec_sql_text(qs.sql_handle) AS st
            OUTER APPLY sys.dm_exec_text_query_plan(qs.plan_handle, qs.statement_start_offset, qs.statement_end_offset) AS qp
            CROSS APPLY sys.dm_exec_plan_attributes(qs.plan_handle) AS pa
            WHERE qs.query_hash = ? AND pa.attribute = N'dbid' AND CONVERT(int, pa.value) = DB_ID(?)
            ORDER BY qs.total_elapsed_time DESC""";

    @Override
    public SlowQueries find(SlowQueryRequest request, OffsetDateTime now) {
        var order = QuerySource.order(
                request,
                "SUM(qs.total_elapsed_time)",
                "SUM(qs.execution_count)",
                "SUM(qs.total_worker_time)",
                "SUM(qs.total_logical_reads)");
        var found = look.queries()
                .list(
                        "the queries in memory",
                        String.format(QUERIES, request.most(), order),
                        row -> query(row, now.getOffset()),
                        database.name(),
                        now.toLocalDateTime().minus(request.within()),
                        request.executedAtLeast());
        return new SlowQueries(
                database.name(),
                SlowQueries.Source.MEMORY,
                now.minus(request.within()).toInstant(),
                now.toInstant(),
                found,
                reasons);
    }

    private static SlowQuery query(Row row, ZoneOffset offset) throws SQLException {
        var hash = hexadecimal(row.bytes("query_hash"));
        var executions = QuerySource.count(row, "executions");
        var total = QuerySource.time(row, "total_duration");
        return new SlowQuery(
                hash,
                hash,
                "",
                executions,
                total,
                total.dividedBy(Math.max(executions, 1)),
                QuerySource.time(row, "longest"),
                QuerySource.time(row, "total_cpu"),
                QuerySource.count(row, "total_reads"),
                row.integer("plans").orElse(0),
                Look.instant(row.time("first_begin").orElseThrow(), offset),
                Look.instant(row.time("last_execution").orElseThrow(), offset));
    }

    static String hexadecimal(Optional<byte[]> bytes) {
        return bytes.map(value -> "0x" + HexFormat.of().withUpperCase().formatHex(value))
                .orElse("");
    }

    @Override
    public QueryDetails details(SlowQuery query) {
        var unknown = new QueryDetails(query, Optional.empty(), Optional.empty());
        if (query.hash().isEmpty()) {
            return unknown;
        }
        var found = look.queries()
                .list(
                        "the text and the plan of a query",
                        String.format(DETAILS, LARGEST_PLAN),
                        row -> new QueryDetails(
                                query, text(row), row.text("query_plan").flatMap(PlanRedactor::redact)),
                        HexFormat.of().parseHex(query.hash().substring(2)),
                        database.name());
        return found.isEmpty() ? unknown : found.get(0);
    }

    /** The statement in its batch, by offsets in bytes; -1 is the end. */
    private static Optional<String> text(Row row) throws SQLException {
        var begin = row.integer("statement_start_offset").orElse(0) / 2;
        var end = row.integer("statement_end_offset").orElse(-1);
        return row.text("text")
                .map(batch ->
                        LiteralRedactor.redact(batch, Math.max(begin, 0), end < 0 ? batch.length() : end / 2 + 1));
    }
}
