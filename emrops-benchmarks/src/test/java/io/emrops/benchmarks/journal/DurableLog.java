package io.emrops.benchmarks.journal;

import java.nio.file.Path;

/** Takes records of several writers, each of which numbers its own from 0. */
interface DurableLog extends AutoCloseable {
    /** Makes logs of a kind. */
    interface Kind {
        /** Opens an empty log for so many writers. */
        DurableLog open(Path directory, int writers) throws Exception;

        /**
         * Opens what a log that was closed has left, and compares what it holds with {@link Payload}.
         *
         * @return how many records of each writer are there
         */
        long[] readBack(Path directory, int writers) throws Exception;
    }

    /** Returns once the record is on stable storage. A writer is one thread at a time; writers are several at a time. */
    void append(int writer, long sequence, byte[] payload) throws Exception;
}
