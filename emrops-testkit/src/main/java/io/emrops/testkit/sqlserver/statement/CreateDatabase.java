package io.emrops.testkit.sqlserver.statement;

import java.util.List;
import java.util.Optional;

/**
 * {@code CREATE DATABASE} ("CREATE DATABASE (Transact-SQL)").
 *
 * @param fileGroups empty if the server is to choose
 * @param log empty if the server is to choose
 * @param snapshotOf the source database
 */
public record CreateDatabase(
        String name,
        Optional<Containment> containment,
        List<FileGroup> fileGroups,
        List<FileSpec> log,
        Optional<String> collation,
        Optional<Attachment> attachment,
        Optional<String> snapshotOf,
        List<DatabaseSetting.Switch> options)
        implements AdminStatement {
    /** Whether users may live in the database alone. */
    public enum Containment {
        /** Not at all. */
        NONE,
        /** They may. */
        PARTIAL
    }

    /** From files that exist. */
    public enum Attachment {
        /** All of them. */
        ATTACH,
        /** The log is made anew. */
        ATTACH_REBUILD_LOG
    }

    /** Copies the lists. */
    public CreateDatabase {
        fileGroups = List.copyOf(fileGroups);
        log = List.copyOf(log);
        options = List.copyOf(options);
    }
}
