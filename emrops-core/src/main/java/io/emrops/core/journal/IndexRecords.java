package io.emrops.core.journal;

import io.emrops.core.journal.RunIndex.Extent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Where the index and the journal meet, and must not contradict each other. */
final class IndexRecords {
    private IndexRecords() {}

    /** Takes the record that a reader stands on into the index. */
    static void add(StoreFiles files, RunIndex index, long segment, FrameReader record) {
        Extent place = new Extent(segment, record.offset(), record.end());
        boolean ended = (record.flags() & Frames.ENDED) != 0;
        if (!index.add(record.runId(), record.sequence(), ended, place)) {
            throw new Damage(
                    files.segment(segment),
                    record.offset(),
                    "record " + record.sequence() + " of run " + record.runId() + " stands where "
                            + index.next(record.runId()) + " belongs");
        }
    }

    /** Whether the journal holds the frame that ended it when the index was written. */
    static boolean reaches(StoreFiles files, Cursor head) throws IOException {
        Path file = files.segment(head.segment());
        if (!Files.exists(file)) {
            return false;
        }
        if (head.offset() == SegmentHeader.BYTES) {
            return Arrays.equals(SegmentHeader.read(file).hashBefore(), head.hash());
        }
        return Arrays.equals(hashBefore(file, head.offset()), head.hash());
    }

    /** The hash that stands right before a frame; shorter if the file ends there. */
    static byte[] hashBefore(Path file, long offset) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(offset - Hashes.BYTES);
            return in.readNBytes(Hashes.BYTES);
        } catch (EOFException e) {
            return new byte[0];
        }
    }

    /**
     * An index that is sound was written when the journal reached its head. A journal that is whole in itself and yet
     * does not reach it was cut between two records, replaced, or is an older copy.
     */
    static void requireReached(StoreFiles files, IndexFile saved, Cursor end) throws IOException {
        Cursor head = saved.head();
        if (head.frame() > end.frame() || !reaches(files, head)) {
            throw new Damage(
                    files.segment(end.segment()),
                    end.offset(),
                    "the journal ends here, with " + (end.frame() - 1)
                            + " frames, but the index was written when frame "
                            + (head.frame() - 1)
                            + " was another or was still there. Records were lost, or this is an older"
                            + " copy; to accept it as it is, remove the file index");
        }
    }
}
