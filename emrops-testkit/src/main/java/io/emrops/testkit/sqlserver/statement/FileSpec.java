package io.emrops.testkit.sqlserver.statement;

import java.util.Optional;

/**
 * A file of a database ("CREATE DATABASE (Transact-SQL)", "ALTER DATABASE File and Filegroup Options"). Whether sizes fit together is
 * found out at run time.
 *
 * @param name the logical one
 * @param newName only where a file is modified
 * @param offline only where a file is modified
 */
public record FileSpec(
        String name,
        Optional<String> newName,
        Optional<String> path,
        Optional<FileSize> size,
        Optional<FileSize> maxSize,
        Optional<FileSize> growth,
        boolean offline) {}
