package io.emrops.core.journal;

import java.io.IOException;

/** What the journal asks of the disk for its records; tests put something in between. */
interface Disk {
    /** Writes so many bytes from the beginning of an array. */
    void write(SegmentFile file, long offset, byte[] bytes, int count) throws IOException;

    /** Returns once everything written is on stable storage. */
    void force(SegmentFile file) throws IOException;

    /** The disk of the machine. */
    Disk REAL = new Disk() {
        @Override
        public void write(SegmentFile file, long offset, byte[] bytes, int count) throws IOException {
            file.write(offset, bytes, count);
        }

        @Override
        public void force(SegmentFile file) throws IOException {
            file.force();
        }
    };

    /** Forgets to force. */
    Disk UNFORCED = new Disk() {
        @Override
        public void write(SegmentFile file, long offset, byte[] bytes, int count) throws IOException {
            REAL.write(file, offset, bytes, count);
        }

        @Override
        public void force(SegmentFile file) {}
    };
}
