package io.emrops.testkit.windows.command;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;

/** What is sent to a process, as a stream that waits for more. */
final class ProcessInput extends InputStream {
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private int size;
    private int at;
    private boolean ended;

    /** Whether there was room for it. What comes after the end is dropped. */
    synchronized boolean add(byte[] bytes) {
        if (ended || bytes.length == 0) {
            return true;
        }
        if (size + (long) bytes.length > HostProcess.MOST_INPUT) {
            return false;
        }
        size += bytes.length;
        waiting.add(bytes.clone());
        notifyAll();
        return true;
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public int read() throws InterruptedIOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) throws InterruptedIOException {
        if (length == 0) {
            return 0;
        }
        try {
            while (waiting.isEmpty() && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("the process was ended");
        }
        var first = waiting.peek();
        if (first == null) {
            return -1;
        }
        var n = Math.min(length, first.length - at);
        System.arraycopy(first, at, into, offset, n);
        at += n;
        size -= n;
        if (at == first.length) {
            waiting.remove();
            at = 0;
        }
        return n;
    }
}
