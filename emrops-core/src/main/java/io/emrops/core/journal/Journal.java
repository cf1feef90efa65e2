package io.emrops.core.journal;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.journal.RunIndex.Extent;
import io.emrops.core.journal.TornTail.Tail;
import io.emrops.core.storage.OsLock;
import io.emrops.core.storage.PrivateFiles;
import io.emrops.core.storage.ThisProcess;
import io.emrops.spi.RunStore.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of an open store, in the hands of one thread at a time: opening with recovery, appending groups, moving on to
 * the next segment, closing. Only the index is seen by several.
 */
final class Journal {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final long SEAL_BYTES = Frames.size(0, 0);

    /**
     * How a store is kept.
     *
     * @param newStore the id that it gets if it is made
     * @param unit by how many bytes a segment made by this instance grows at a time
     */
    record Settings(Supplier<UUID> newStore, long segmentBytes, int unit, Disk disk) {}

    /** A record that is written but not yet forced. */
    private record Written(String runId, long sequence, boolean ended, Extent place) {}

    private final StoreFiles files;
    private final UUID store;
    private final RunIndex index;
    private final OsLock lock;
    private final long segmentBytes;
    private final Disk disk;
    private final SegmentMaker maker;
    private final List<Written> written = new ArrayList<>();
    private SegmentWriter tail;
    /** From the beginning of a commit until all of it is durable; for good if it broke off on the way. */
    private boolean unsettled;

    private Journal(Opening opening, OsLock lock, SegmentWriter tail) {
        this.files = opening.files;
        this.store = opening.store;
        this.index = opening.index;
        this.segmentBytes = opening.settings.segmentBytes();
        this.disk = opening.settings.disk();
        this.maker = opening.maker;
        this.lock = lock;
        this.tail = tail;
    }

    UUID store() {
        return store;
    }

    RunIndex index() {
        return index;
    }

    static Journal open(StoreFiles files, Settings settings) throws IOException {
        files.requireKnownFormat();
        PrivateFiles.ensureFile(files.lock());
        OsLock.Attempt attempt = OsLock.tryLock(files.lock(), ThisProcess.description());
        OsLock lock = attempt.lock()
                .orElseThrow(() ->
                        new StoreException(Problem.IN_USE, files.directory() + " is in use by " + attempt.owner()));
        try {
            // Once more: another process may have been here before the lock was ours.
            files.requireKnownFormat();
            PrivateFiles.ensureDirectory(files.inbox());
            Opening opening = new Opening(files, settings);
            return new Journal(opening, lock, opening.run());
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** What happens once, before the first append: finding out where the journal ends, and making that end good. */
    private static final class Opening {
        private final StoreFiles files;
        private final Settings settings;
        private final SegmentMaker maker;
        private final UUID store;
        private RunIndex index = new RunIndex();

        Opening(StoreFiles files, Settings settings) throws IOException {
            this.files = files;
            this.settings = settings;
            this.store = files.segments() == 0
                    ? settings.newStore().get()
                    : SegmentHeader.read(files.segment(1)).store();
            this.maker = new SegmentMaker(files, settings.unit());
        }

        SegmentWriter run() throws IOException {
            maker.discard();
            Optional<IndexFile> saved = IndexFile.load(files.index());
            if (files.segments() == 0) {
                if (saved.isPresent()) {
                    throw new Damage(files.segment(1), 0, "the segment is missing");
                }
                return next(Cursor.origin(store));
            }
            Optional<IndexFile> known = saved.filter(file -> file.store().equals(store));
            JournalScan scan = scan(known);
            Tail state = scan.run((segment, record) -> IndexRecords.add(files, index, segment, record));
            if (known.isPresent()) {
                IndexRecords.requireReached(files, known.get(), scan.at());
            }
            return afterScan(known, scan, state);
        }

        private SegmentWriter afterScan(Optional<IndexFile> known, JournalScan scan, Tail state) throws IOException {
            Cursor end = scan.at();
            Path file = files.segment(end.segment());
            boolean asClosed = known.isPresent() && known.get().head().frame() == end.frame() && state == Tail.CLEAN;
            if (state == Tail.TORN) {
                log.warn(
                        "{}: what a crash left of records that were never acknowledged is wiped at byte {}",
                        file,
                        end.offset());
            }
            if (!asClosed || Files.size(file) % scan.unit() != 0) {
                TailRepair.repair(file, end, scan.unit(), settings.disk());
            }
            SegmentWriter tail = end.sealed()
                    ? next(Cursor.startOf(end.segment() + 1, end.frame(), end.hash()))
                    : new SegmentWriter(file, store, end, scan.unit(), settings.disk());
            if (!asClosed) {
                new IndexFile(store, end, index).save(files.index());
            }
            return tail;
        }

        private JournalScan scan(Optional<IndexFile> saved) throws IOException {
            if (saved.isPresent() && IndexRecords.reaches(files, saved.get().head())) {
                index = saved.get().index();
                return new JournalScan(files, store, saved.get().head());
            }
            return new JournalScan(files, store, Cursor.origin(store));
        }

        private SegmentWriter next(Cursor at) throws IOException {
            SegmentHeader header = new SegmentHeader(store, at.segment(), at.frame(), maker.unit(), at.hash());
            return new SegmentWriter(maker.make(header), store, at, maker.unit(), settings.disk());
        }
    }

    /** Whether a batch asks for nothing but a write and a force: not for a longer file, nor for another segment. */
    boolean takesAtOnce(Ticket ticket) {
        long bytes = 0;
        for (byte[] payload : ticket.batch().records()) {
            bytes += Frames.size(ticket.runId().length, payload.length);
        }
        return tail.hasRoom(bytes) && tail.end() + bytes + SEAL_BYTES <= segmentBytes;
    }

    /**
     * Writes the batches, forces them together, and settles their tickets.
     *
     * @throws IOException if not all became durable
     * @throws IllegalStateException if an earlier commit broke off, for whatever reason: what is in the files is not known
     */
    void commit(List<Ticket> tickets) throws IOException {
        if (unsettled) {
            throw new IllegalStateException("An earlier write to " + files.directory() + " broke off");
        }
        unsettled = true;
        Map<String, Long> next = new HashMap<>();
        for (Ticket ticket : tickets) {
            Batch batch = ticket.batch();
            long there = next.getOrDefault(batch.runId(), index.next(batch.runId()));
            if (there != batch.expectedSequence()) {
                ticket.fail(
                        Problem.CONFLICT,
                        "Run " + batch.runId() + " has " + there + " records, not " + batch.expectedSequence(),
                        null);
                continue;
            }
            write(ticket);
            next.put(batch.runId(), there + batch.records().size());
        }
        force();
        unsettled = false;
        for (Ticket ticket : tickets) {
            if (ticket.open()) {
                ticket.durable();
            }
        }
        if (tail.end() > segmentBytes / 2) {
            maker.makeAhead();
        }
    }

    private void write(Ticket ticket) throws IOException {
        Batch batch = ticket.batch();
        long sequence = batch.expectedSequence();
        int left = batch.records().size();
        for (byte[] payload : batch.records()) {
            left--;
            moveOnIfFull(Frames.size(ticket.runId().length, payload.length));
            boolean ended = batch.ended() && left == 0;
            long from = tail.append(Frames.RECORD, ended ? Frames.ENDED : 0, ticket.runId(), sequence, payload);
            written.add(new Written(batch.runId(), sequence, ended, new Extent(tail.segment(), from, tail.end())));
            sequence++;
        }
    }

    private void force() throws IOException {
        if (written.isEmpty()) {
            return;
        }
        tail.force();
        for (Written record : written) {
            index.add(record.runId(), record.sequence(), record.ended(), record.place());
        }
        written.clear();
    }

    private void moveOnIfFull(long bytes) throws IOException {
        // A record that is larger than a segment gets one of its own.
        if (tail.end() + bytes + SEAL_BYTES <= segmentBytes || tail.end() == SegmentHeader.BYTES) {
            return;
        }
        force();
        tail.seal();
        Cursor sealed = tail.cursor(true);
        tail.close();
        Cursor at = Cursor.startOf(sealed.segment() + 1, sealed.frame(), sealed.hash());
        SegmentHeader header = new SegmentHeader(store, at.segment(), at.frame(), maker.unit(), at.hash());
        tail = new SegmentWriter(maker.make(header), store, at, maker.unit(), disk);
        saveIndex(sealed);
    }

    private void saveIndex(Cursor head) {
        try {
            new IndexFile(store, head, index).save(files.index());
        } catch (IOException e) {
            log.warn(
                    "The index of {} could not be written; the next open reads more of the journal",
                    files.directory(),
                    e);
        }
    }

    /** Releases the files and the lock. */
    void close() {
        try {
            if (!unsettled) {
                saveIndex(tail.cursor(false));
            }
            tail.close();
            maker.discard();
        } catch (IOException e) {
            log.warn("{} was not closed in order; nothing acknowledged is lost", files.directory(), e);
        } finally {
            lock.close();
        }
    }
}
