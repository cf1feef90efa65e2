package io.emrops.testkit.sqlserver.syntax;

import java.util.Optional;

/**
 * A parameter of a text that is run with values ("sp_executesql (Transact-SQL)").
 *
 * @param name with its {@code @}
 * @param value what it is if none is handed over
 * @param readOnly whether it is a table that is only read
 */
public record ParameterDeclaration(
        String name, TypeName type, Optional<Expression> value, boolean output, boolean readOnly) {}
