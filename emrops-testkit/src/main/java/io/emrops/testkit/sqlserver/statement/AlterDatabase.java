package io.emrops.testkit.sqlserver.statement;

import java.util.Optional;

/**
 * {@code ALTER DATABASE} ("ALTER DATABASE (Transact-SQL)").
 *
 * @param name empty for {@code CURRENT}
 */
public record AlterDatabase(Optional<String> name, DatabaseChange change) implements AdminStatement {}
