package io.emrops.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Brings the end of the last segment into order after a crash. The last group is written once more, for a force that
 * failed may have left it in the memory of the operating system only, marked as clean, and forcing again would not
 * write it. What lies behind it becomes zeros in place; a crash on the way leaves what was torn before still torn.
 */
final class TailRepair {
    private TailRepair() {}

    static void repair(Path file, Cursor end, int unit, Disk disk) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            rewrite(channel, end, disk);
            if (end.sealed()) {
                disk.force(channel);
                channel.truncate(end.offset());
                return;
            }
            long size = TornTail.roundUp(channel.size(), unit);
            ByteBuffer zeros = ByteBuffer.allocate(64 << 10);
            for (long at = end.offset(); at < size; at += zeros.capacity()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
                disk.write(channel, zeros, at);
            }
            disk.force(channel);
        }
    }

    private static void rewrite(FileChannel channel, Cursor end, Disk disk) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(64 << 10);
        long at = end.group();
        while (at < end.offset()) {
            bytes.clear().limit((int) Math.min(bytes.capacity(), end.offset() - at));
            int read = channel.read(bytes, at);
            if (read < 0) {
                return;
            }
            disk.write(channel, bytes.flip(), at);
            at += read;
        }
    }
}
