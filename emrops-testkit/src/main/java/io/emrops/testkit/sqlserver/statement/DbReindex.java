package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code DBCC DBREINDEX} ("DBCC DBREINDEX (Transact-SQL)").
 *
 * @param table its name, with points and brackets if it is a string
 * @param index empty, or the empty string, for all
 * @param fillFactor percent; empty, or 0, for that which the index has
 * @param quiet {@code NO_INFOMSGS}
 */
public record DbReindex(Operand table, Optional<Operand> index, OptionalInt fillFactor, boolean quiet)
        implements AdminStatement {}
