package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import java.util.List;

/**
 * {@code UPDATE STATISTICS} ("UPDATE STATISTICS (Transact-SQL)").
 *
 * @param statistics of these names; empty for all
 * @param options as written. Contrary (error 1052) and doubled ones (error 1039) are kept: whether the server finds them out before it
 *     runs the batch is unverified
 */
public record UpdateStatistics(ObjectName table, List<String> statistics, List<StatisticsOption> options)
        implements AdminStatement {
    /** Copies the lists. */
    public UpdateStatistics {
        statistics = List.copyOf(statistics);
        options = List.copyOf(options);
    }
}
