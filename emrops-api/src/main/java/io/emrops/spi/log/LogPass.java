package io.emrops.spi.log;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.deploy.LogFinding;
import io.emrops.logs.LogCollection;
import io.emrops.logs.LogGap;
import io.emrops.logs.LogRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the logs of all instances: merges them by time, writes the files and groups the errors. The lines of one instance stay in
 * the order that the platform gives them; those of the same moment are in the order of the sources. Reads on the caller's thread no
 * further than it writes, so a slow disk holds the platform back, and nothing piles up here.
 */
public final class LogPass {
    private static final int LONGEST_LOOKED_AT = 8 << 10;
    private static final int PIECES_BETWEEN_LOOKS = 1 << 12;

    private final Target target;
    private final LogRequest request;
    private final Instant since;
    private final Instant until;
    private final long earliest;
    private final long tooLate;
    private final List<LogGap> gaps = new ArrayList<>();
    private final TimeText times = new TimeText();
    private byte[] head = new byte[128];
    private long lines;
    private long bytes;

    /**
     * Begins.
     *
     * @param now the platform's present
     * @throws PreconditionFailedException if it begins after its end
     */
    public LogPass(Target target, LogRequest request, Instant now) {
        this.target = target;
        this.request = request;
        this.since = request.beginning(now);
        this.until = request.end(now);
        this.earliest = TimeText.nanos(since);
        this.tooLate = TimeText.nanos(until);
        if (since.isAfter(until)) {
            throw new PreconditionFailedException(
                    "There are no logs from " + since + " until " + until + ", which is earlier");
        }
    }

    /**
     * Refuses what can be refused before the platform is asked.
     *
     * @throws PreconditionFailedException if the directory is missing, not writable or not private
     */
    public static void requireDirectory(LogRequest request) {
        LogFiles.requireDirectory(request);
    }

    /**
     * Refuses a request for services that are not there.
     *
     * @throws PreconditionFailedException if one is not there
     */
    public static void requireServices(LogRequest request, Collection<String> there) {
        var missing = request.missing(there);
        if (!missing.isEmpty()) {
            throw new PreconditionFailedException("There is no service " + String.join(", ", missing));
        }
    }

    /** From when on, inclusive. */
    public Instant since() {
        return since;
    }

    /** Until when, exclusive. */
    public Instant until() {
        return until;
    }

    /** Tells of an instance that is younger than the beginning. */
    public void createdLater(String service, String instance, Instant created) {
        gaps.add(new LogGap(
                service,
                instance,
                LogGap.Reason.CREATED_LATER,
                "created at " + created + ": what an instance before it wrote is gone with that one"));
    }

    /**
     * Reads all logs once.
     *
     * @param progress told of the bytes that were read
     * @throws StepFailedException if a file cannot be written; none is left
     * @throws InterruptedException if it was interrupted; no file is left
     */
    public LogCollection run(List<? extends LogSource> sources, LogErrors errors, Progress progress)
            throws InterruptedException {
        requireDirectory(request);
        var services = sources.stream().map(LogSource::service).collect(Collectors.toCollection(TreeSet::new));
        try {
            var files = LogFiles.begin(request, target.name(), since, until, services);
            if (files.isEmpty()) {
                merge(sources, null, errors, progress);
                return collection(errors.findings(), LogCollection.MOST_ERRORS);
            }
            try (var all = files.get()) {
                merge(sources, all, errors, progress);
                return all.finish(collection(errors.findings(), Integer.MAX_VALUE));
            }
        } catch (IOException e) {
            throw new StepFailedException(
                    "The logs could not be written to " + request.directory().orElseThrow() + ": "
                            + e.getClass().getSimpleName() + ". No new file was left there",
                    e,
                    target,
                    null);
        }
    }

    private LogCollection collection(List<LogFinding> errors, int most) {
        return new LogCollection(
                since,
                until,
                lines,
                bytes,
                List.of(),
                gaps,
                errors.stream().limit(most).toList(),
                errors.stream().mapToLong(LogFinding::count).sum());
    }

    private void merge(List<? extends LogSource> sources, @Nullable LogFiles files, LogErrors errors, Progress progress)
            throws InterruptedException, IOException {
        var open = new ArrayList<OpenLog>();
        try {
            for (var source : sources) {
                open(source, open);
            }
            if (open.isEmpty() && !sources.isEmpty()) {
                throw new PreconditionFailedException(
                        "None of the logs can be read: " + gaps.get(gaps.size() - 1), null, target);
            }
            var heads = new PriorityQueue<OpenLog>();
            for (var log : open) {
                if (advance(log)) {
                    heads.add(log);
                }
            }
            while (!heads.isEmpty()) {
                drain(heads.remove(), heads, files, errors, progress);
            }
            progress.report(bytes, bytes, "bytes of logs");
        } finally {
            open.forEach(OpenLog::close);
        }
    }

    private void open(LogSource source, List<OpenLog> to) throws InterruptedException {
        try {
            to.add(new OpenLog(source, to.size(), source.open()));
        } catch (LogUnreadableException e) {
            gaps.add(e.of(source));
        }
    }

    /** Takes from one log for as long as it is the earliest. */
    private void drain(
            OpenLog log, PriorityQueue<OpenLog> others, @Nullable LogFiles files, LogErrors errors, Progress progress)
            throws InterruptedException, IOException {
        var next = others.peek();
        var untilNextLook = PIECES_BETWEEN_LOOKS;
        do {
            take(log, files, errors);
            if (--untilNextLook == 0) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("Interrupted after " + bytes + " bytes of logs");
                }
                progress.report(bytes, 0, "bytes of logs");
                untilNextLook = PIECES_BETWEEN_LOOKS;
            }
            if (files != null && !request.errors() && !files.takes(log.source.service()) || !advance(log)) {
                log.close();
                return;
            }
        } while (next == null || log.compareTo(next) < 0);
        others.add(log);
    }

    private boolean advance(OpenLog log) {
        try {
            while (log.reader.next()) {
                log.time = log.reader.time();
                if (log.time >= earliest && log.time < tooLate) {
                    return true;
                }
            }
        } catch (LogUnreadableException e) {
            gaps.add(e.of(log.source));
        }
        return false;
    }

    private void take(OpenLog log, @Nullable LogFiles files, LogErrors errors) throws IOException {
        var piece = log.reader;
        bytes += piece.length();
        if (piece.begins()) {
            lines++;
            if (request.errors()) {
                errors.line(log.source.service(), TimeText.instant(log.time), text(piece));
            }
        }
        if (files != null) {
            files.add(log.source.service(), piece, head, head(log, piece));
        }
    }

    private static String text(LogReader piece) {
        var length = Math.min(piece.length(), LONGEST_LOOKED_AT);
        var text = new String(piece.buffer(), piece.offset(), length, StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** What stands before the text of a line. */
    private int head(OpenLog log, LogReader piece) {
        var middle = piece.isError() ? log.error : log.out;
        if (head.length < TimeText.LENGTH + middle.length + 2) {
            head = new byte[TimeText.LENGTH + middle.length + 2];
        }
        times.write(log.time, head, 0);
        System.arraycopy(middle, 0, head, TimeText.LENGTH, middle.length);
        var at = TimeText.LENGTH + middle.length;
        head[at] = (byte) (piece.ends() ? 'F' : 'P');
        head[at + 1] = ' ';
        return at + 2;
    }

    /** A log that is read. */
    private static final class OpenLog implements Comparable<OpenLog> {
        private final LogSource source;
        private final int number;
        private final LogReader reader;
        private final byte[] out;
        private final byte[] error;
        private long time;

        OpenLog(LogSource source, int number, LogReader reader) {
            this.source = source;
            this.number = number;
            this.reader = reader;
            var instance = " " + source.instance().replaceAll("[\\s\\p{Cntrl}]", "_");
            this.out = (instance + " stdout ").getBytes(StandardCharsets.UTF_8);
            this.error = (instance + " stderr ").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int compareTo(OpenLog other) {
            var byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Integer.compare(number, other.number);
        }

        void close() {
            reader.close();
        }
    }
}
