package io.emrops.benchmarks;

import io.emrops.benchmarks.table.Table;
import java.time.LocalDate;

/** The table as a page of the documentation. */
record BenchmarkPage(String machine, String commit, LocalDate date, Table table) {
    String markdown() {
        return """
                # Benchmarks

                Written by `scripts/benchmarks --write`; do not edit. Measured on %s at commit %s, in one run, on:
                %s.

                Ours and the peers' rounds alternate; the figures are medians. Wall times on a shared machine have wide
                spreads, so times of CPU are given where they say the same. How each figure is made, what was tried where a
                goal is missed, and what it means: [design decisions](design-decisions.md#speed).

                %s
                %s.
                """.formatted(date, commit, machine, table.markdown(), table.summary());
    }
}
