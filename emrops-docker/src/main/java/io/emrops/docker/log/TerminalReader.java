package io.emrops.docker.log;

import java.io.IOException;
import java.io.InputStream;

/**
 * The log of a container with a terminal: both outputs as one stream without frames, each message with the time before it. The terminal
 * ends lines with CR and LF, of which both are taken off. A long line comes in messages of 16 KiB, each with a time of its own.
 */
final class TerminalReader extends StampedReader {
    private static final int MESSAGE = 16 << 10;

    private boolean goesOn;

    TerminalReader(InputStream in, Runnable close) {
        super(in, close);
    }

    @Override
    boolean read() throws IOException {
        if (ensure(1) == 0) {
            return false;
        }
        takeTime(LONGEST);
        var there = 0;
        var end = -1;
        while (end < 0 && there < MESSAGE) {
            var more = ensure(there + 1);
            if (more == there) {
                break;
            }
            more = Math.min(MESSAGE, available());
            end = lineEnd(at + there, more);
            there = more;
        }
        from = at;
        begins = !goesOn;
        ends = end >= 0;
        goesOn = !ends;
        length = ends ? end - at : there;
        at += ends ? length + 1 : length;
        if (ends && length > 0 && buffer[from + length - 1] == '\r') {
            length--;
        }
        return true;
    }

    @Override
    public boolean isError() {
        return false;
    }
}
