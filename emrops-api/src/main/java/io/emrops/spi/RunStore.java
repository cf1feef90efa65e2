package io.emrops.spi;

import io.emrops.StoreException;
import java.util.List;

/**
 * The durable, append-only home of run histories. A store knows nothing of what it keeps: a run is an id and a growing
 * list of opaque records, numbered from 0. What it promises is order, durability and honesty:
 *
 * <ul>
 *   <li>{@link #append} returns only when every record of the batch is on stable storage; all of a batch is found
 *       again after a crash, or a prefix of it, or nothing;
 *   <li>a batch goes in only behind exactly the records its writer has seen, so two writers never interleave;
 *   <li>damage is reported as {@link StoreException.Problem#CORRUPT} with its place, never passed over.
 * </ul>
 *
 * <p>Implementations are safe for use by several threads. An interrupt does not abort an append; it is kept for the
 * caller.
 */
public interface RunStore extends AutoCloseable {
    /** The largest record there is: 16 MiB. */
    int MAX_RECORD_BYTES = 16 << 20;

    /** What people call this store, such as its directory; used in messages. */
    String name();

    /**
     * Appends records to a run and returns once they are durable. The first batch of a run, at sequence 0, creates it.
     *
     * @throws StoreException {@code CONFLICT} if the run does not end at {@code batch.expectedSequence()}; {@code FULL},
     *     {@code FAILED}, {@code CLOSED} if the records could not be made durable: a part of them may be found later
     */
    void append(Batch batch);

    /**
     * All records of a run, in order and verified.
     *
     * @throws StoreException {@code NOT_FOUND} if there is no such run, {@code CORRUPT} if what is stored cannot be
     *     trusted
     */
    List<byte[]> read(String runId);

    /** The runs of this store in the order of their first record; cheap, and without reading finished runs. */
    List<RunHead> runs();

    /** Requests by other processes to runs of this store; {@link Inbox#none()} if it takes none. */
    default Inbox inbox() {
        return Inbox.none();
    }

    /** Releases the store. Records appended so far stay; a second call does nothing. */
    @Override
    void close();

    /**
     * Records that go in together.
     *
     * @param runId which run; 1 to 200 characters of {@code A-Z a-z 0-9 . _ -}
     * @param expectedSequence how many records the run has so far, as the writer knows it
     * @param records at least one, none larger than {@link #MAX_RECORD_BYTES}; not copied, and not to be changed afterwards
     * @param ended whether the run has come to its end with the last of them; a later batch may open it again
     */
    record Batch(String runId, long expectedSequence, List<byte[]> records, boolean ended) {
        private static final int LONGEST_ID = 200;

        public Batch {
            if (!isRunId(runId)) {
                throw new IllegalArgumentException("Not a run id: " + runId);
            }
            if (expectedSequence < 0) {
                throw new IllegalArgumentException("The sequence must not be negative: " + expectedSequence);
            }
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("A batch holds at least one record");
            }
            for (byte[] bytes : records) {
                if (bytes.length > MAX_RECORD_BYTES) {
                    throw new IllegalArgumentException(
                            "A record holds at most " + MAX_RECORD_BYTES + " bytes, not " + bytes.length);
                }
            }
        }

        private static boolean isRunId(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
                if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-') {
                    return false;
                }
            }
            return !text.isEmpty() && text.length() <= LONGEST_ID;
        }
    }

    /**
     * Where a run stands, as the store knows it.
     *
     * @param runId which run
     * @param nextSequence how many records it has
     * @param ended whether its last batch said that it ended
     */
    record RunHead(String runId, long nextSequence, boolean ended) {}
}
