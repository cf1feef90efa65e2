package io.emrops.core.journal;

import io.emrops.core.journal.FrameReader.Found;
import io.emrops.core.journal.Frames.Salt;
import io.emrops.core.journal.TornTail.Tail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.UUID;

/**
 * Walks the journal from a place to its end, over all segments, and verifies every frame on the way. After a
 * {@link Damage} the place reached is kept, so that a reader of a store in use can go on from there: what looked damaged
 * may have been in the middle of being written.
 */
final class JournalScan {
    /** Who wants to know of the records. */
    @FunctionalInterface
    interface Sink {
        /** Takes the record that the reader stands on; the reader is valid during the call only. */
        void record(long segment, FrameReader record);
    }

    private final StoreFiles files;
    private final UUID store;
    private final MessageDigest digest = Hashes.sha256();
    private Cursor at;
    private int unit;

    JournalScan(StoreFiles files, UUID store, Cursor from) {
        this.files = files;
        this.store = store;
        this.at = from;
    }

    /** Where the walk stands: behind the last good frame. */
    Cursor at() {
        return at;
    }

    /** By how much the last segment grows at a time. */
    int unit() {
        return unit;
    }

    /** Walks on to the end. */
    Tail run(Sink sink) throws IOException {
        while (true) {
            Tail tail = segment(sink);
            if (!at.sealed() || !Files.exists(files.segment(at.segment() + 1))) {
                return tail;
            }
            at = Cursor.startOf(at.segment() + 1, at.frame(), at.hash());
        }
    }

    private Tail segment(Sink sink) throws IOException {
        Path file = files.segment(at.segment());
        SegmentHeader header = SegmentHeader.read(file);
        requireBelongsHere(file, header);
        unit = header.unit();
        Salt salt = new Salt(store, at.segment());
        try (FrameReader reader = new FrameReader(file, salt, at.offset(), at.hash(), digest)) {
            Found found = Found.NOTHING;
            while (!at.sealed() && (found = reader.next()) == Found.FRAME) {
                take(file, reader, sink);
            }
            if (at.sealed()) {
                requireZerosBehindSeal(file);
                return Tail.CLEAN;
            }
            String why = found == Found.TROUBLE ? reader.trouble() : "there is no record";
            if (Files.exists(files.segment(at.segment() + 1))) {
                throw new Damage(file, at.offset(), why + ", and the segment is not the last");
            }
            return TornTail.judge(file, salt, at, unit, why);
        }
    }

    private void requireBelongsHere(Path file, SegmentHeader header) {
        if (!header.store().equals(store)) {
            throw new Damage(file, 0, "the segment belongs to another store");
        }
        if (header.segment() != at.segment()) {
            throw new Damage(file, 0, "this is segment " + header.segment());
        }
        boolean start = at.offset() == SegmentHeader.BYTES;
        if (start && (header.firstFrame() != at.frame() || !Arrays.equals(header.hashBefore(), at.hash()))) {
            throw new Damage(file, 0, "the segment does not follow from the one before it");
        }
    }

    private void take(Path file, FrameReader reader, Sink sink) {
        if (reader.number() != at.frame()) {
            throw new Damage(
                    file, reader.offset(), "record " + reader.number() + " stands where " + at.frame() + " belongs");
        }
        boolean seal = reader.kind() == Frames.SEAL;
        boolean unknown = reader.kind() != Frames.RECORD && !seal;
        if (unknown || (reader.flags() & ~Frames.ENDED) != 0 || reader.group() > reader.number()) {
            throw new Damage(file, reader.offset(), "the header of a record holds values that no writer makes");
        }
        if (!seal) {
            sink.record(at.segment(), reader);
        }
        long group = reader.group() == reader.number() ? reader.offset() : at.group();
        at = new Cursor(at.segment(), reader.end(), at.frame() + 1, group, reader.hash(), seal);
    }

    private void requireZerosBehindSeal(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(at.offset());
            long offset = at.offset();
            byte[] buffer = new byte[64 << 10];
            int read;
            while ((read = in.read(buffer)) > 0) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] != 0) {
                        throw new Damage(file, offset + i, "something lies behind the seal of the segment");
                    }
                }
                offset += read;
            }
        }
    }
}
