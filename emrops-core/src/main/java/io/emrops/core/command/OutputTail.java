package io.emrops.core.command;

import io.emrops.StepContext;
import io.emrops.core.secret.Scrubber;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the lines of a command from two threads, shows them, and keeps the last ones. */
final class OutputTail {
    private static final Logger LOG = LoggerFactory.getLogger(OutputTail.class);
    /** Colours and cursor movements of terminals (ECMA-48, control sequences). */
    private static final Pattern TERMINAL = Pattern.compile("\u001B\\[[0-?]*[ -/]*[@-~]");

    private final StepContext run;
    private final Scrubber scrubber;
    private final long atMost;
    private final Deque<String> lines = new ArrayDeque<>();
    private long bytes;
    private boolean truncated;
    private boolean closed;
    private boolean showing = true;

    OutputTail(StepContext run, Scrubber scrubber, long atMost) {
        this.run = run;
        this.scrubber = scrubber;
        this.atMost = atMost;
    }

    /** A text without the secrets of the command and of the run. */
    String scrub(String text) {
        return run.scrub(scrubber.scrub(text));
    }

    /** Takes a line that has not been scrubbed of the secrets of the run yet. */
    void add(String line) {
        if (isClosed()) {
            return;
        }
        var printable = printable(scrub(TERMINAL.matcher(line).replaceAll("")));
        synchronized (this) {
            if (!closed) {
                keep(printable);
                show(printable);
            }
        }
    }

    /** Says something of our own to whoever watches. */
    synchronized void remark(String line) {
        show(line);
    }

    /** Takes no more lines. */
    synchronized void close() {
        closed = true;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    synchronized String text() {
        return String.join("\n", lines);
    }

    synchronized boolean truncated() {
        return truncated;
    }

    private void keep(String line) {
        var kept = fitting(line);
        lines.addLast(kept);
        bytes += size(kept);
        while (bytes > atMost) {
            bytes -= size(lines.removeFirst());
            truncated = true;
        }
    }

    /** The end of a line that is longer than all that is kept. */
    private String fitting(String line) {
        if (size(line) <= atMost) {
            return line;
        }
        truncated = true;
        var start = line.length();
        for (long left = atMost - 1; start > 0; start -= 1) {
            left -= line.charAt(start - 1) < 0x80 ? 1 : 3;
            if (left < 0) {
                break;
            }
        }
        return line.substring(
                start < line.length() && Character.isLowSurrogate(line.charAt(start)) ? start + 1 : start);
    }

    private static long size(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length + 1L;
    }

    private void show(String line) {
        if (!showing) {
            return;
        }
        try {
            run.log(line);
        } catch (RuntimeException e) {
            // The program must not be blocked by somebody who cannot watch it.
            showing = false;
            LOG.warn("The output of a command can no longer be shown", e);
        }
    }

    private static String printable(String line) {
        if (line.chars().allMatch(c -> c >= ' ' && c != 0x7F || c == '\t')) {
            return line;
        }
        var out = new StringBuilder(line);
        for (var i = 0; i < out.length(); i++) {
            var c = out.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7F) {
                out.setCharAt(i, '\uFFFD');
            }
        }
        return out.toString();
    }
}
