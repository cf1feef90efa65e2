package io.emrops.core.journal;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.spi.RunStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Looks at a store from outside, be it in use or not. Sees what was appended since with every call. */
final class ReadOnlyRunStore implements RunStore {
    private final StoreFiles files;
    private final UUID store;
    private final RunIndex index;
    private final JournalScan scan;
    private boolean closed;

    ReadOnlyRunStore(StoreFiles files) throws IOException {
        this.files = files;
        try {
            files.requireKnownFormat();
            Optional<IndexFile> saved = IndexFile.load(files.index());
            if (files.segments() == 0) {
                throw files.notFound();
            }
            store = SegmentHeader.read(files.segment(1)).store();
            Optional<IndexFile> known = saved.filter(file -> file.store().equals(store));
            boolean usable =
                    known.isPresent() && IndexRecords.reaches(files, known.get().head());
            index = usable ? known.get().index() : new RunIndex();
            scan = new JournalScan(files, store, usable ? known.get().head() : Cursor.origin(store));
            catchUp();
            if (known.isPresent()) {
                IndexRecords.requireReached(files, known.get(), scan.at());
            }
        } catch (NoSuchFileException e) {
            throw files.notFound();
        }
    }

    private void catchUp() throws IOException {
        PatientScan.run(scan, (segment, record) -> IndexRecords.add(files, index, segment, record), PatientScan.LOOKS);
    }

    private synchronized void refresh() {
        if (closed) {
            throw new StoreException(Problem.CLOSED, name() + " was closed");
        }
        try {
            catchUp();
        } catch (IOException e) {
            throw new StoreException(Problem.FAILED, name() + " could not be read", e);
        }
    }

    @Override
    public String name() {
        return files.directory().toString();
    }

    @Override
    public void append(Batch batch) {
        throw new StoreException(Problem.NOT_WRITABLE, name() + " was opened for reading only");
    }

    @Override
    public List<byte[]> read(String runId) {
        refresh();
        return RunReader.read(files, store, index, runId);
    }

    @Override
    public List<RunHead> runs() {
        refresh();
        return index.heads();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
