package io.emrops.docker.log;

import io.emrops.logs.LogGap;
import io.emrops.spi.log.LogUnreadableException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The log of a container without a terminal: frames of one output each, of which each holds one message with the time before it. A
 * message is a line with its end, or a piece of a long line without.
 */
final class FrameReader extends StampedReader {
    private static final int HEADER = 8;
    private static final int ERROR_OUTPUT = 2;
    private static final int ENGINE_ERROR = 3;

    private long left;
    private boolean error;
    private boolean outGoesOn;
    private boolean errorGoesOn;

    FrameReader(InputStream in, Runnable close) {
        super(in, close);
    }

    @Override
    boolean read() throws IOException, LogUnreadableException {
        if (left == 0 && !nextFrame()) {
            return false;
        }
        var there = ensure((int) Math.min(left, LONGEST));
        if (there == 0 && left > 0) {
            throw new EOFException("The stream ended within a frame");
        }
        var end = lineEnd(at, there);
        from = at;
        ends = end >= 0;
        length = ends ? end - at : there;
        var taken = ends ? length + 1 : length;
        at += taken;
        left -= taken;
        begins = !(error ? errorGoesOn : outGoesOn);
        if (error) {
            errorGoesOn = !ends;
        } else {
            outGoesOn = !ends;
        }
        return true;
    }

    private boolean nextFrame() throws IOException, LogUnreadableException {
        var there = ensure(HEADER);
        if (there == 0) {
            return false;
        }
        if (there < HEADER) {
            throw new EOFException("The stream ended within the head of a frame");
        }
        var type = buffer[at];
        if (type < 0 || type > ENGINE_ERROR || buffer[at + 1] != 0 || buffer[at + 2] != 0 || buffer[at + 3] != 0) {
            throw new IOException("What the engine sent is no frame of a log");
        }
        if (type == ENGINE_ERROR) {
            throw new LogUnreadableException(
                    LogGap.Reason.UNREADABLE, "the engine could not read the log to its end", null);
        }
        left = (buffer[at + 4] & 0xffL) << 24
                | (buffer[at + 5] & 0xff) << 16
                | (buffer[at + 6] & 0xff) << 8
                | (buffer[at + 7] & 0xff);
        at += HEADER;
        error = type == ERROR_OUTPUT;
        left -= takeTime((int) Math.min(left, LONGEST));
        return true;
    }

    @Override
    public boolean isError() {
        return error;
    }
}
