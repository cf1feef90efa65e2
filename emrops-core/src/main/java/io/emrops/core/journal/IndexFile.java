package io.emrops.core.journal;

import io.emrops.core.journal.RunIndex.Entry;
import io.emrops.core.journal.RunIndex.Extent;
import io.emrops.core.storage.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index as a file, so that opening need not read what is behind it. It is never needed: without one, or with one
 * that is damaged, the journal is read from its beginning. It ends with the SHA-256 of all before.
 *
 * @param head the journal reached at least this far when the index was written
 */
record IndexFile(UUID store, Cursor head, RunIndex index) {
    private static final Logger log = LoggerFactory.getLogger(IndexFile.class);
    private static final byte[] MAGIC = "EMROPSIX".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    void save(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(MAGIC);
        out.writeShort(VERSION);
        out.writeLong(store.getMostSignificantBits());
        out.writeLong(store.getLeastSignificantBits());
        out.writeLong(head.segment());
        out.writeLong(head.offset());
        out.writeLong(head.frame());
        out.writeLong(head.group());
        out.writeBoolean(head.sealed());
        out.write(head.hash());
        List<Entry> entries = index.entries();
        out.writeInt(entries.size());
        for (Entry entry : entries) {
            out.writeUTF(entry.runId());
            out.writeLong(entry.next());
            out.writeBoolean(entry.ended());
            out.writeInt(entry.extents().size());
            for (Extent extent : entry.extents()) {
                out.writeLong(extent.segment());
                out.writeLong(extent.from());
                out.writeLong(extent.to());
            }
        }
        bytes.write(Hashes.sha256().digest(bytes.toByteArray()));
        PrivateFiles.replace(file, bytes.toByteArray());
    }

    /** The index, if there is one that can be used. */
    static Optional<IndexFile> load(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        int end = bytes.length - Hashes.BYTES;
        if (end < MAGIC.length + 2 || !sound(bytes, end)) {
            log.info("{} is damaged or of another version, and is made anew", file);
            return Optional.empty();
        }
        return Optional.of(decode(new DataInputStream(new ByteArrayInputStream(bytes, 10, end - 10))));
    }

    private static boolean sound(byte[] bytes, int end) {
        var digest = Hashes.sha256();
        digest.update(bytes, 0, end);
        return Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                && (bytes[8] << 8 | bytes[9]) == VERSION
                && Arrays.equals(digest.digest(), 0, Hashes.BYTES, bytes, end, bytes.length);
    }

    private static IndexFile decode(DataInputStream in) throws IOException {
        UUID store = new UUID(in.readLong(), in.readLong());
        long segment = in.readLong();
        long offset = in.readLong();
        long frame = in.readLong();
        long group = in.readLong();
        boolean sealed = in.readBoolean();
        Cursor head = new Cursor(segment, offset, frame, group, in.readNBytes(Hashes.BYTES), sealed);
        RunIndex index = new RunIndex();
        for (int runs = in.readInt(); runs > 0; runs--) {
            String runId = in.readUTF();
            long next = in.readLong();
            boolean ended = in.readBoolean();
            List<Extent> extents = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                extents.add(new Extent(in.readLong(), in.readLong(), in.readLong()));
            }
            index.restore(new Entry(runId, next, ended, extents));
        }
        return new IndexFile(store, head, index);
    }
}
