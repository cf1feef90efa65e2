package io.emrops.benchmarks.weblog;

import io.emrops.benchmarks.process.Child;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How others sum up the same file, and tell it in the same words. */
final class Peers {
    private static final String MAWK = """
            /^#/ { next }
            {
                h = substr($2, 1, 2); n[h]++; c[h, $5]++; t[h, $15 + 0]++
                if ($12 >= 500) e[h]++
                if ($15 + 0 > max) max = $15 + 0
            }
            END {
                for (k in c) {
                    split(k, part, SUBSEP); h = part[1]; p = part[2]; v = c[k]
                    for (i = 1; i <= 3; i++) {
                        o = top[h, i]; w = (o == "") ? 0 : c[h, o]
                        if (v > w || (v == w && p < o)) { top[h, i] = p; p = o; v = w }
                        if (p == "") break
                    }
                }
                for (i = 0; i < 24; i++) {
                    h = sprintf("%02d", i)
                    if (!(h in n)) continue
                    seen = 0
                    for (ms = 0; ms <= max; ms++) {
                        if ((h, ms) in t) { seen += t[h, ms]; if (seen * 100 >= n[h] * 95) break }
                    }
                    line = h " " n[h] " " (e[h] + 0) " " ms
                    for (j = 1; j <= 3; j++) line = line " " top[h, j] " " c[h, top[h, j]]
                    print line
                }
            }
            """;

    private static final String DUCKDB = """
            import duckdb, sys
            duckdb.sql("SET enable_progress_bar = false")
            columns = ("date time s_ip method path query port username c_ip agent referer status substatus win32 took").split()
            types = {name: "INTEGER" if name in ("status", "took") else "VARCHAR" for name in columns}
            log = duckdb.sql("SELECT * FROM read_csv($file, delim=' ', comment='#', header=false, auto_detect=false, "
                "quote='', escape='', new_line='\\\\r\\\\n', columns=$types)", params={"file": sys.argv[1], "types": types})
            hours = duckdb.sql(\"""
                WITH log AS MATERIALIZED (SELECT substr(time, 1, 2) AS hour, path, status, took FROM log),
                sums AS (SELECT hour, count(*) AS n, count(*) FILTER (status >= 500) AS e,
                    quantile_disc(took, 0.95) AS p95 FROM log GROUP BY hour),
                paths AS (SELECT hour, path, count(*) AS c FROM log GROUP BY hour, path),
                best AS (SELECT hour, string_agg(path || ' ' || c, ' ' ORDER BY c DESC, path) AS top FROM (SELECT * FROM paths
                    QUALIFY row_number() OVER (PARTITION BY hour ORDER BY c DESC, path) <= 3) GROUP BY hour)
                SELECT hour, n, e, p95, top FROM sums JOIN best USING (hour) ORDER BY hour\""").fetchall()
            for row in hours:
                print(*row)
            """;

    private Peers() {}

    /** Empty where there is none. */
    static Optional<List<String>> mawk(Path file) throws InterruptedException {
        return runs(List.of("mawk", "-W", "version"))
                ? Optional.of(List.of("env", "LC_ALL=C", "mawk", MAWK, file.toString()))
                : Optional.empty();
    }

    /** With Python's package of it; empty where there is none. {@code EMROPS_PYTHON} names another Python. */
    static Optional<List<String>> duckDb(Path file) throws InterruptedException {
        var python = Optional.ofNullable(System.getenv("EMROPS_PYTHON")).orElse("python3");
        return runs(List.of(python, "-c", "import duckdb"))
                ? Optional.of(List.of(python, "-c", DUCKDB, file.toString()))
                : Optional.empty();
    }

    private static boolean runs(List<String> command) throws InterruptedException {
        return Child.runToAnyEnd(command).exit() == 0;
    }
}
