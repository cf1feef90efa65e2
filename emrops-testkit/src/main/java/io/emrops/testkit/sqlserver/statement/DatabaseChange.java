package io.emrops.testkit.sqlserver.statement;

import java.util.List;
import java.util.Optional;

/** What is altered of a database. */
public sealed interface DatabaseChange {
    /** Settings, in the order in which they are applied. Contrary ones are refused at run time (error 5062). */
    record Settings(List<DatabaseSetting> settings, Termination termination) implements DatabaseChange {
        /** Copies the list. */
        public Settings {
            settings = List.copyOf(settings);
        }
    }

    /** {@code MODIFY NAME}. */
    record Rename(String newName) implements DatabaseChange {}

    /** {@code COLLATE}. */
    record Collate(String collation) implements DatabaseChange {}

    /** {@code ADD FILE} or {@code ADD LOG FILE}. */
    record AddFiles(boolean log, List<FileSpec> files, Optional<String> fileGroup) implements DatabaseChange {
        /** Copies the list. */
        public AddFiles {
            files = List.copyOf(files);
        }
    }

    /** {@code MODIFY FILE}. */
    record ModifyFile(FileSpec file) implements DatabaseChange {}

    /** {@code REMOVE FILE}. */
    record RemoveFile(String name) implements DatabaseChange {}
}
