package io.emrops.testkit.sqlserver.statement;

import java.util.List;

/**
 * A filegroup with its files.
 *
 * @param name {@code PRIMARY} for the first one, which always is
 */
public record FileGroup(String name, List<FileSpec> files) {
    /** The name of the first. */
    public static final String PRIMARY = "PRIMARY";

    /** Copies the list. */
    public FileGroup {
        files = List.copyOf(files);
    }
}
