package io.emrops.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** What the journal asks of the disk for its records; tests put something in between. */
interface Disk {
    /** Writes all of the buffer. */
    void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException;

    /** Returns once everything written is on stable storage. */
    void force(FileChannel channel) throws IOException;

    /** The disk of the machine. */
    Disk REAL = new Disk() {
        @Override
        public void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
            long at = offset;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }

        @Override
        public void force(FileChannel channel) throws IOException {
            // Without metadata: times do not matter, and a new length is forced even so.
            channel.force(false);
        }
    };

    /** Forgets to force. */
    Disk UNFORCED = new Disk() {
        @Override
        public void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
            REAL.write(channel, bytes, offset);
        }

        @Override
        public void force(FileChannel channel) {}
    };
}
