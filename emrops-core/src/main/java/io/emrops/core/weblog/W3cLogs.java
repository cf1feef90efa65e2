package io.emrops.core.weblog;

import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.weblog.PathRule;
import io.emrops.weblog.WebLogPage;
import io.emrops.weblog.WebLogPosition;
import io.emrops.weblog.WebLogQuery;
import io.emrops.weblog.WebLogReport;
import io.emrops.weblog.WebLogSource;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Logs in the W3C extended log file format, as IIS writes them, in files of this machine. Lines are read by the last {@code #Fields} before them, which
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

    private final Path place;
    private final LogFiles files;
    private final int threads;
    private final int chunk;

    private W3cLogs(Path place, int threads, int chunk) {
        this.place = place;
        this.files = new LogFiles(place);
        this.threads = threads;
        this.chunk = chunk;
    }

    /**
     * All logs of a site, such as those in {@code C:\inetpub\logs\LogFiles\W3SVC1}: files that IIS has named, by the hour, day, week, month or size.
     *
     * @param directory looked into at each call
     */
    public static W3cLogs in(Path directory) {
        return new W3cLogs(directory.toAbsolutePath(), processors(), CHUNK);
    }

    /** One file, whatever its name. */
    public static W3cLogs of(Path file) {
        return in(file);
    }

    /** With so many threads for statistics; as many as there are processors without this. */
    public W3cLogs threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("At least one thread reads, not " + count);
        }
        return new W3cLogs(place, count, chunk);
    }

    /** What is forgotten of rare paths depends on the size of chunks. */
    W3cLogs chunks(int bytes) {
        return new W3cLogs(place, threads, bytes);
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public Target target() {
        return new Target("w3c-logs", place.toString(), place.toString());
    }

    @Override
    public WebLogReport statistics(WebLogQuery query, Progress progress) throws InterruptedException {
        var pool = Executors.newFixedThreadPool(threads, work -> {
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
        var total = 0L;
        for (var file : chosen) {
            total += size(file);
        }
        var all = total;
        var done = new long[1];
        for (var file : chosen) {
            try {
                FileScan.of(file, query, summary, pool, threads + 2, chunk, bytes -> {
                    done[0] += bytes;
                    progress.report(done[0], all, "bytes");
                });
            } catch (NoSuchFileException e) {
                files.passOver(file, e);
            }
        }
        return summary.report();
    }

    private long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            files.passOver(file, e);
            return 0;
        }
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
        for (var path : from(since)) {
            var name = LogFiles.name(path);
            try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
                var known = name.equals(since.file()) && since.offset() <= file.size();
                var offset = known ? since.offset() : 0;
                var layout = known && !since.fields().isEmpty() ? Layout.of(since.fields()) : Head.layout(file, offset);
                var end = reader.read(file, offset, layout);
                next = new WebLogPosition(name, end, reader.layout().text());
            } catch (NoSuchFileException e) {
                files.passOver(path, e);
            }
            if (reader.full()) {
                break;
            }
        }
        return new WebLogPage(reader.entries(), next, reader.lines().told());
    }

    /** The file of a place and all later ones. */
    private List<Path> from(WebLogPosition since) throws IOException {
        var later = new ArrayList<Path>();
        for (var file : files.all()) {
            if (since.file().isEmpty() || LogFiles.ORDER.compare(LogFiles.name(file), since.file()) >= 0) {
                later.add(file);
            }
        }
        return later;
    }

    @Override
    public WebLogPosition end() throws InterruptedException {
        try {
            var all = files.all();
            if (all.isEmpty()) {
                return WebLogPosition.start();
            }
            var newest = all.get(all.size() - 1);
            try (var file = FileChannel.open(newest, StandardOpenOption.READ)) {
                var offset = Head.lastLineEnd(file);
                return new WebLogPosition(
                        LogFiles.name(newest), offset, Head.layout(file, offset).text());
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
                "The logs in " + place + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
}
