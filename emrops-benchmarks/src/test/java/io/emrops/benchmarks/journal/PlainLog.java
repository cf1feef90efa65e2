package io.emrops.benchmarks.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One write and one force for each record, under one lock, to a file that was filled with zeros before. What durability
 * costs if nothing is shared.
 */
final class PlainLog implements DurableLog {
    private static final int MEBIBYTE = 1 << 20;
    private static final int ROOM = 32 * MEBIBYTE;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(Payload.BYTES);
    private final ReentrantLock lock = new ReentrantLock();
    private long end;

    private PlainLog(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public void append(int writer, long sequence, byte[] payload) throws IOException {
        lock.lock();
        try {
            if (end + payload.length > ROOM) {
                throw new IllegalStateException("The file was made for fewer records");
            }
            buffer.clear().put(payload).flip();
            while (buffer.hasRemaining()) {
                end += channel.write(buffer, end);
            }
            channel.force(false);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    static final class Kind implements DurableLog.Kind {
        @Override
        public DurableLog open(Path directory, int writers) throws IOException {
            var channel = FileChannel.open(
                    directory.resolve("plain"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            for (int at = 0; at < ROOM; at += MEBIBYTE) {
                channel.write(ByteBuffer.allocateDirect(MEBIBYTE), at);
            }
            channel.force(true);
            return new PlainLog(channel);
        }

        @Override
        public long[] readBack(Path directory, int writers) throws IOException {
            var counts = new long[writers];
            try (var in = Files.newInputStream(directory.resolve("plain"))) {
                byte[] record;
                while (!empty(record = in.readNBytes(Payload.BYTES))) {
                    int writer = ByteBuffer.wrap(record).getInt();
                    Payload.require(writer, counts[writer]++, record);
                }
            }
            return counts;
        }

        private static boolean empty(byte[] record) {
            return record.length < Payload.BYTES || record[Payload.BYTES - 1] == 0;
        }
    }
}
