package io.emrops.windows.wire;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keeps the first and the last part of what a command writes, and takes the rest so that the command never waits. What went wrong stands
 * at the beginning, and the answer at the end.
 */
public final class BoundedOutput extends OutputStream {
    /** In bytes. */
    public static final int MOST = 32 << 20;

    private static final int PART_OF_HEAD = 8;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
    private final int mostOfHead;
    private final int mostOfTail;
    private boolean whole = true;

    public BoundedOutput() {
        this(MOST);
    }

    BoundedOutput(int most) {
        this.mostOfHead = most / PART_OF_HEAD;
        this.mostOfTail = most - mostOfHead;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        var first = Math.min(length, mostOfHead - head.size());
        head.write(bytes, offset, first);
        var rest = length - first;
        if (rest > mostOfTail) { // most of it would be left out again
            whole = false;
            tail.reset();
            tail.write(bytes, offset + length - mostOfTail, mostOfTail);
            return;
        }
        tail.write(bytes, offset + first, rest);
        if (tail.size() > mostOfTail) {
            whole = false;
        }
        if (tail.size() > 2L * mostOfTail) {
            var kept = lastOfTail();
            tail.reset();
            tail.writeBytes(kept);
        }
    }

    private byte[] lastOfTail() {
        var all = tail.toByteArray();
        return Arrays.copyOfRange(all, Math.max(0, all.length - mostOfTail), all.length);
    }

    /** Whether nothing was left out. */
    public synchronized boolean isWhole() {
        return whole;
    }

    /** With a new line where something was left out. */
    public synchronized String text() {
        var last = lastOfTail();
        var all = new ByteArrayOutputStream(head.size() + last.length + 1);
        all.writeBytes(head.toByteArray());
        if (!whole) {
            all.write('\n');
        }
        all.writeBytes(last);
        return all.toString(StandardCharsets.UTF_8);
    }
}
