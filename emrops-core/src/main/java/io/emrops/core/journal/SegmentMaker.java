package io.emrops.core.journal;

import io.emrops.core.storage.PrivateFiles;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes segments. A file gets its name only when it is complete and forced, so that a segment without a header does not
 * exist; the next one is made ahead by a thread of its own, so that the writer need not wait for it.
 */
final class SegmentMaker {
    private static final Logger log = LoggerFactory.getLogger(SegmentMaker.class);

    private final StoreFiles files;
    private final int unit;
    private @Nullable FutureTask<Path> ahead;

    SegmentMaker(StoreFiles files, int unit) {
        this.files = files;
        this.unit = unit;
    }

    int unit() {
        return unit;
    }

    /** Begins to make the next segment, unless that was begun already. */
    void makeAhead() {
        if (ahead != null) {
            return;
        }
        FutureTask<Path> task = new FutureTask<>(this::prepare);
        Thread thread = new Thread(task, "emrops-journal-next-segment");
        thread.setDaemon(true);
        thread.start();
        // Only now: without a thread to run it, whoever waited for it would wait forever.
        ahead = task;
    }

    /** Makes a segment that is ready to be appended to. */
    Path make(SegmentHeader header) throws IOException {
        Path prepared = taken();
        try (RandomAccessFile out = new RandomAccessFile(prepared.toFile(), "rw")) {
            out.write(header.encoded());
            out.getFD().sync();
        }
        Path segment = files.segment(header.segment());
        Files.move(prepared, segment, StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.forceDirectory(files.directory());
        return segment;
    }

    private Path taken() throws IOException {
        Path made = madeAhead();
        return made == null ? prepare() : made;
    }

    private @Nullable Path madeAhead() {
        FutureTask<Path> task = ahead;
        ahead = null;
        if (task == null) {
            return null;
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            log.debug("The next segment could not be made ahead", e);
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException("The writer of a journal is never interrupted", e);
        }
    }

    private Path prepare() throws IOException {
        Path file = files.prepared();
        Files.deleteIfExists(file);
        PrivateFiles.createFile(file);
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(new byte[unit]);
            out.getFD().sync();
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return file;
    }

    /** Removes what was made ahead, by this instance or one that crashed. */
    void discard() throws IOException {
        madeAhead();
        Files.deleteIfExists(files.prepared());
    }
}
