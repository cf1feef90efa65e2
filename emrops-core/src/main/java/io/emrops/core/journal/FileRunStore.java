package io.emrops.core.journal;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.storage.Drawn;
import io.emrops.core.storage.SafeDirectory;
import io.emrops.core.storage.SafeDirectory.MountType;
import io.emrops.spi.Inbox;
import io.emrops.spi.RunStore;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A store of runs in a directory on a local disk: one hash-chained journal for all runs, in segments of 64 MiB. Batches
 * that wait at the same time are written and forced together. One process opens a store at a time; others may look at it
 * with {@link #openReadOnly} and {@link #verify}, and leave requests with {@link FileInbox#send}.
 *
 * <p>The journal is evidence for the audit controls of 45 CFR 164.312(b): a record that was changed, removed or put in
 * later contradicts the chain of hashes behind it. Who can write to the directory can still make a new chain as a whole;
 * {@link VerificationReport#chainHead()}, kept elsewhere, shows that too.
 *
 * <p>After a crash the store is opened again as it is. What was acknowledged is there; what was being written at that
 * moment is there in part, or not at all.
 */
public final class FileRunStore implements RunStore {
    private static final long SEGMENT_BYTES = 64L << 20;
    private static final int UNIT = 1 << 20;

    private final StoreFiles files;
    private final GroupWriter writer;
    private final Journal journal;
    private final FileInbox inbox;

    private FileRunStore(StoreFiles files, GroupWriter writer, Journal journal) {
        this.files = files;
        this.writer = writer;
        this.journal = journal;
        this.inbox = new FileInbox(files.inbox());
    }

    /**
     * Opens the store in a directory, and makes it if there is none.
     *
     * @throws StoreException {@code IN_USE}, {@code NOT_WRITABLE}, {@code NEWER_FORMAT}, {@code CORRUPT}, {@code FULL}, or
     *     {@code FAILED} if the disk refused
     */
    public static FileRunStore open(Path directory) {
        return builder(directory).open();
    }

    /** Opens a store with settings of its own. */
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    /**
     * Looks at a store without opening it: works while another process has it, and on a read-only copy. Each call sees
     * what was appended until then; {@link #append} throws {@code NOT_WRITABLE}.
     *
     * @throws StoreException {@code NOT_FOUND} if there is none, {@code NEWER_FORMAT}, {@code CORRUPT}
     */
    public static RunStore openReadOnly(Path directory) {
        try {
            return new ReadOnlyRunStore(new StoreFiles(directory.toAbsolutePath()));
        } catch (IOException e) {
            throw new StoreException(Problem.FAILED, directory + " could not be read", e);
        }
    }

    /**
     * Walks the whole journal of a store, which may be in use, and changes nothing.
     *
     * @return what is there, and the first break if there is one
     * @throws StoreException {@code NOT_FOUND} if there is no store, {@code NEWER_FORMAT}
     */
    public static VerificationReport verify(Path directory) {
        StoreFiles files = new StoreFiles(directory.toAbsolutePath());
        if (!Files.isDirectory(directory)) {
            throw files.notFound();
        }
        try {
            return new Verifier(files, PatientScan.LOOKS).run();
        } catch (IOException e) {
            throw new StoreException(Problem.FAILED, directory + " could not be read", e);
        }
    }

    @Override
    public String name() {
        return files.directory().toString();
    }

    @Override
    public void append(Batch batch) {
        writer.append(new Ticket(batch));
    }

    @Override
    public List<byte[]> read(String runId) {
        requireOpen();
        return RunReader.read(files, journal.store(), journal.index(), runId);
    }

    @Override
    public List<RunHead> runs() {
        requireOpen();
        return journal.index().heads();
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    /** How many batches wait for the writer to come round. */
    int waiting() {
        return writer.waiting();
    }

    private void requireOpen() {
        if (writer.closed()) {
            throw new StoreException(Problem.CLOSED, name() + " was closed");
        }
    }

    @Override
    public void close() {
        writer.close();
    }

    @Override
    public String toString() {
        return "FileRunStore[" + name() + "]";
    }

    /** Settings of a store. */
    public static final class Builder {
        private final Path directory;
        private long segmentBytes = SEGMENT_BYTES;
        private int unit = UNIT;
        private Disk disk = Disk.REAL;
        private MountType mounts = MountType.OF_THE_SYSTEM;
        private Supplier<UUID> newStore = Drawn::uuid;

        private Builder(Path directory) {
            this.directory = Objects.requireNonNull(directory, "directory");
        }

        /**
         * After how many bytes a segment is sealed and the next one begun; 64 MiB unless set. Smaller ones are for tests.
         *
         * @param bytes at least 1024
         */
        public Builder segmentBytes(long bytes) {
            if (bytes < 1024) {
                throw new IllegalArgumentException("A segment has at least 1024 bytes, not " + bytes);
            }
            segmentBytes = bytes;
            return this;
        }

        /** Never forces anything to disk, so that a benchmark can tell the cost of that: nothing survives a power cut. */
        public Builder unforcedForBenchmarks() {
            return disk(Disk.UNFORCED);
        }

        /** By how many bytes a file grows at a time. */
        Builder unit(int bytes) {
            unit = bytes;
            return this;
        }

        Builder disk(Disk replacement) {
            disk = replacement;
            return this;
        }

        /** The id that the store gets if it is made. */
        Builder newStore(UUID id) {
            newStore = () -> id;
            return this;
        }

        Builder mounts(MountType replacement) {
            mounts = replacement;
            return this;
        }

        /** Opens the store as {@link FileRunStore#open} does. */
        public FileRunStore open() {
            StoreFiles files = new StoreFiles(SafeDirectory.ensure(directory, mounts));
            Journal.Settings settings = new Journal.Settings(newStore, segmentBytes, unit, disk);
            GroupWriter writer = new GroupWriter(files.directory(), () -> Journal.open(files, settings));
            try {
                return new FileRunStore(files, writer, writer.start());
            } catch (IOException e) {
                throw refused(e, files.directory());
            }
        }

        private static StoreException refused(IOException e, Path directory) {
            if (e instanceof AccessDeniedException) {
                return new StoreException(Problem.NOT_WRITABLE, directory + " may not be written to", e);
            }
            return NoRoom.is(e, directory)
                    ? new StoreException(Problem.FULL, "No room is left in " + directory, e)
                    : new StoreException(Problem.FAILED, directory + " could not be opened", e);
        }
    }
}
