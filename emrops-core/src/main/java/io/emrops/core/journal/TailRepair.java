package io.emrops.core.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Brings the end of the last segment into order after a crash. The last group is written once more, for a force that
 * failed may have left it in the memory of the operating system only, marked as clean, and forcing again would not
 * write it. What lies behind it becomes zeros in place; a crash on the way leaves what was torn before still torn.
 */
final class TailRepair {
    private static final int BUFFER = 64 << 10;

    private TailRepair() {}

    static void repair(Path file, Cursor end, int unit, Disk disk) throws IOException {
        try (SegmentFile segment = new SegmentFile(file)) {
            rewrite(segment, end, disk);
            if (end.sealed()) {
                disk.force(segment);
                segment.truncate(end.offset());
                return;
            }
            long size = TornTail.roundUp(segment.length(), unit);
            byte[] zeros = new byte[BUFFER];
            for (long at = end.offset(); at < size; at += zeros.length) {
                disk.write(segment, at, zeros, (int) Math.min(zeros.length, size - at));
            }
            disk.force(segment);
        }
    }

    private static void rewrite(SegmentFile segment, Cursor end, Disk disk) throws IOException {
        byte[] bytes = new byte[BUFFER];
        long at = end.group();
        while (at < end.offset()) {
            int read = segment.read(at, bytes, (int) Math.min(bytes.length, end.offset() - at));
            if (read < 0) {
                return;
            }
            disk.write(segment, at, bytes, read);
            at += read;
        }
    }
}
