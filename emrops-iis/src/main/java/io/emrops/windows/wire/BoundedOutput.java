package io.emrops.windows.wire;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the first part of what a command writes, and takes the rest so that the command never waits. */
public final class BoundedOutput extends OutputStream {
    /** In bytes. */
    public static final int MOST = 32 << 20;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int most;
    private boolean whole = true;

    public BoundedOutput() {
        this(MOST);
    }

    BoundedOutput(int most) {
        this.most = most;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        var room = Math.min(length, most - kept.size());
        kept.write(bytes, offset, room);
        whole &= room == length;
    }

    /** Whether nothing was left out. */
    public synchronized boolean isWhole() {
        return whole;
    }

    public synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
