package io.emrops.core.weblog;

import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.weblog.PathRule;
import io.emrops.weblog.WebLogFile;
import io.emrops.weblog.WebLogFiles;
import io.emrops.weblog.WebLogPage;
import io.emrops.weblog.WebLogPosition;
import io.emrops.weblog.WebLogQuery;
import io.emrops.weblog.WebLogReport;
import io.emrops.weblog.WebLogSource;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Logs in the W3C extended log file format, as IIS writes them, in files of this machine or of another one. Lines are read by the last {@code #Fields} before them, which
 * may change in the middle of a file; needed are {@code date}, {@code time}, {@code cs-uri-stem} and {@code sc-status}, and for times {@code
 * time-taken}. Times are UTC. Torn lines, those of more than 64 KiB, and those of other columns than were announced are counted as unreadable.
 *
 * <p>Files are opened shared: the server goes on writing, and may rename and delete them. Statistics are read by as many threads as there are processors, in memory that depends on them and on the windows
 * that are asked for, not on the logs. A file is taken for finished when there is a newer one.
 *
 * @see <a href="https://www.w3.org/TR/WD-logfile.html">Extended Log File Format</a>
 */
public final class W3cLogs implements WebLogSource {
    private static final int CHUNK = 1 << 20;

    private final LogStore store;
    private final LogFiles files;
    private final int threads;
    private final int chunk;

    private W3cLogs(LogStore store, int threads, int chunk) {
        this.store = store;
        this.files = new LogFiles(store);
        this.threads = threads;
        this.chunk = chunk;
    }

    /**
     * All logs of a site, such as those in {@code C:\inetpub\logs\LogFiles\W3SVC1}: files that IIS has named, by the hour, day, week, month or size.
     *
     * @param directory looked into at each call
     */
    public static W3cLogs in(Path directory) {
        return new W3cLogs(new LocalLogs(directory.toAbsolutePath()), processors(), CHUNK);
    }

    /** One file, whatever its name. */
    public static W3cLogs of(Path file) {
        return in(file);
    }

    /**
     * Files of another machine, with names that IIS gives. One thread reads them, one after the other, in pieces of up to 8 MiB. A file that is deleted or replaced while it is summed up
     * fails the call; ask again.
     */
    public static W3cLogs of(WebLogFiles files) {
        return new W3cLogs(new DistantLogs(files), 1, CHUNK);
    }

    /** With so many threads for statistics; as many as there are processors without this, and always one for files of another machine. */
    public W3cLogs threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("At least one thread reads, not " + count);
        }
        return new W3cLogs(store, count, chunk);
    }

    /** What is forgotten of rare paths depends on the size of chunks. */
    W3cLogs chunks(int bytes) {
        return new W3cLogs(store, threads, bytes);
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public Target target() {
        return store.target();
    }

    @Override
    public WebLogReport statistics(WebLogQuery query, Progress progress) throws InterruptedException {
        var pool = Executors.newFixedThreadPool(store.threads(threads), work -> {
            var thread = new Thread(work, "emrops-w3c-logs");
            thread.setDaemon(true);
            return thread;
        });
        try {
            return statistics(query, progress, pool);
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw unreadable(e);
        } finally {
            pool.shutdownNow();
        }
    }

    private WebLogReport statistics(WebLogQuery query, Progress progress, ExecutorService pool)
            throws IOException, InterruptedException {
        var summary = new Summary(query);
        var chosen = files.since(query.from());
        var all = chosen.stream().mapToLong(WebLogFile::size).sum();
        var done = new long[1];
        var ahead = store.threads(threads) + 2;
        for (var each : chosen) {
            var finished = !each.equals(chosen.get(chosen.size() - 1));
            try (var file = store.open(each, 0)) {
                FileScan.of(file, finished, query, summary, pool, ahead, chunk, bytes -> {
                    done[0] += bytes;
                    progress.report(done[0], Math.max(done[0], all), "bytes");
                });
            } catch (NoSuchFileException e) {
                LogFiles.passOver(store, each.name(), e);
            }
        }
        return summary.report();
    }

    @Override
    public WebLogPage read(WebLogPosition since, int most, PathRule paths) throws InterruptedException {
        if (most < 1 || most > 100_000) {
            throw new IllegalArgumentException("From 1 to 100,000 entries are read at once, not " + most);
        }
        try {
            return read(since, new EntryReader(most, paths));
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private WebLogPage read(WebLogPosition since, EntryReader reader) throws IOException {
        var next = since;
        var place = Place.of(since);
        var later = since.file().isEmpty() ? files.all() : files.from(since.file());
        for (var each : later) {
            var named = each.name().equals(since.file());
            try (var file = store.open(each, named ? since.offset() : 0)) {
                var known = named && since.offset() <= file.size() && place.isIn(file);
                var offset = known ? since.offset() : 0;
                var layout = known && !place.fields().isEmpty() ? Layout.of(place.fields()) : Head.layout(file, offset);
                var end = reader.read(file, offset, layout);
                next = Place.position(each.name(), file, end, reader.layout());
                if (!reader.full() && end < file.size() && !each.equals(later.get(later.size() - 1))) {
                    reader.torn();
                }
            } catch (NoSuchFileException e) {
                LogFiles.passOver(store, each.name(), e);
            }
            if (reader.full()) {
                break;
            }
        }
        return new WebLogPage(reader.entries(), next, reader.lines().told());
    }

    @Override
    public WebLogPosition end() throws InterruptedException {
        try {
            var all = files.all();
            if (all.isEmpty()) {
                return WebLogPosition.start();
            }
            var newest = all.get(all.size() - 1);
            try (var file = store.open(newest, Head.last(newest.size()))) {
                var offset = Head.lastLineEnd(file);
                return Place.position(newest.name(), file, offset, Head.layout(file, offset));
            }
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static InterruptedException interrupted(ClosedByInterruptException cause) {
        Thread.interrupted();
        var interrupted = new InterruptedException("The reading of logs was interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }

    private TargetUnavailableException unreadable(IOException e) {
        return new TargetUnavailableException(
                "The logs in " + store.target().name() + " cannot be read: "
                        + e.getClass().getSimpleName(),
                e);
    }
}
