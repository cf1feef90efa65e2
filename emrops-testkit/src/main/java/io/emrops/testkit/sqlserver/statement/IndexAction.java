package io.emrops.testkit.sqlserver.statement;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is done to an index. Doubled options are kept; when the server finds them out is unverified. */
public sealed interface IndexAction {
    /** {@code REBUILD}. */
    record Rebuild(Optional<Partition> partition, List<IndexOption> options) implements IndexAction {
        /** Copies the list. */
        public Rebuild {
            options = List.copyOf(options);
        }
    }

    /** {@code REORGANIZE}. */
    record Reorganize(Optional<Partition> partition, List<IndexOption> options) implements IndexAction {
        /** Copies the list. */
        public Reorganize {
            options = List.copyOf(options);
        }
    }

    /** {@code SET}. */
    record Change(List<IndexOption> options) implements IndexAction {
        /** Copies the list. */
        public Change {
            options = List.copyOf(options);
        }
    }

    /** {@code RESUME}. */
    record Resume(List<IndexOption> options) implements IndexAction {
        /** Copies the list. */
        public Resume {
            options = List.copyOf(options);
        }
    }

    /** {@code DISABLE}. */
    record Disable() implements IndexAction {}

    /** {@code PAUSE}. */
    record Pause() implements IndexAction {}

    /** {@code ABORT}. */
    record Abort() implements IndexAction {}

    /**
     * Which partition.
     *
     * @param number empty for {@code ALL}
     */
    record Partition(OptionalInt number) {}
}
