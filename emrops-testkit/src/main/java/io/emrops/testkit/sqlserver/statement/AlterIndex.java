package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import java.util.Optional;

/**
 * {@code ALTER INDEX} ("ALTER INDEX (Transact-SQL)").
 *
 * @param index empty for {@code ALL}
 */
public record AlterIndex(Optional<String> index, ObjectName table, IndexAction action) implements AdminStatement {}
