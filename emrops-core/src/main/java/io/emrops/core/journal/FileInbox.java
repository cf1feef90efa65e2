package io.emrops.core.journal;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.storage.PrivateFiles;
import io.emrops.spi.Inbox;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to a store as files in its directory {@code inbox}. A request appears in one step, by a rename, and is named
 * after the time at which it was sent, so that the order of names is the order of sending as far as the clocks of the
 * senders agree.
 *
 * <p>Who may write to the directory may send: its permissions are the ones of the store.
 */
public final class FileInbox implements Inbox {
    /** The largest request: 64 KiB. */
    public static final int MAX_REQUEST_BYTES = 64 << 10;

    private static final Logger log = LoggerFactory.getLogger(FileInbox.class);
    private static final String SUFFIX = ".request";

    // Two requests that one process sends at the same instant stay in order.
    private static final AtomicLong LAST = new AtomicLong();

    private final Path directory;

    FileInbox(Path directory) {
        this.directory = directory;
    }

    /**
     * Leaves a request for the process that has the store open, or opens it next. The request is durable when this
     * returns.
     *
     * @param store the directory of the store
     * @param content at most {@value #MAX_REQUEST_BYTES} bytes
     * @return the id of the request
     * @throws StoreException {@code NOT_FOUND} if there is no store, {@code NOT_WRITABLE} if it may not be written to
     * @throws IllegalArgumentException if the content is too large
     */
    public static String send(Path store, byte[] content) {
        if (content.length > MAX_REQUEST_BYTES) {
            throw new IllegalArgumentException(
                    "A request holds at most " + MAX_REQUEST_BYTES + " bytes, not " + content.length);
        }
        StoreFiles files = new StoreFiles(store);
        if (!Files.isDirectory(files.inbox())) {
            throw files.notFound();
        }
        String id = id();
        try {
            Path temporary = PrivateFiles.writeTemporary(files.inbox(), content);
            Files.move(temporary, files.inbox().resolve(id + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.forceDirectory(files.inbox());
        } catch (IOException e) {
            Problem problem = NoRoom.is(e, store) ? Problem.FULL : Problem.NOT_WRITABLE;
            throw new StoreException(problem, "No request can be left in " + files.inbox(), e);
        }
        return id;
    }

    private static String id() {
        Instant now = Instant.now();
        long wanted = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        long nanos = LAST.updateAndGet(last -> Math.max(last + 1, wanted));
        return String.format(
                Locale.ROOT, "%020d-%s", nanos, UUID.randomUUID().toString().substring(0, 8));
    }

    @Override
    public List<Request> poll() {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                names.add(file.getFileName().toString());
            }
        } catch (IOException e) {
            throw new StoreException(Problem.FAILED, directory + " could not be read", e);
        }
        Collections.sort(names);
        List<Request> requests = new ArrayList<>();
        for (String name : names) {
            read(name, requests);
        }
        return requests;
    }

    private void read(String name, List<Request> requests) {
        Path file = directory.resolve(name);
        try {
            // A link could lead to anything, and a pipe would block.
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                reject(file, "it is not a file", null);
            } else if (Files.size(file) > MAX_REQUEST_BYTES) {
                reject(file, "it is larger than " + MAX_REQUEST_BYTES + " bytes", null);
            } else {
                String id = name.substring(0, name.length() - SUFFIX.length());
                requests.add(new Request(id, Files.readAllBytes(file)));
            }
        } catch (NoSuchFileException e) {
            log.debug("{} was taken back", file);
        } catch (IOException e) {
            reject(file, "it cannot be read", e);
        }
    }

    private void reject(Path file, String why, @Nullable IOException cause) {
        Path rejected = directory.resolve("rejected");
        try {
            PrivateFiles.ensureDirectory(rejected);
            Files.move(file, rejected.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            log.warn("The request {} was moved to {}: {}", file.getFileName(), rejected, why, cause);
        } catch (IOException e) {
            log.warn("The request {} is passed over, and cannot be moved away: {}", file, why, e);
        }
    }

    @Override
    public void acknowledge(Request request) {
        Path file = directory.resolve(request.id() + SUFFIX);
        if (!directory.equals(file.getParent())) {
            throw new IllegalArgumentException("Not a request of this inbox: " + request.id());
        }
        try {
            if (Files.deleteIfExists(file)) {
                PrivateFiles.forceDirectory(directory);
            }
        } catch (IOException e) {
            throw new StoreException(Problem.FAILED, file + " could not be removed", e);
        }
    }
}
