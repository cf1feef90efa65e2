package io.emrops.core.journal;

import java.util.UUID;

/**
 * A place between two frames.
 *
 * @param segment number of the segment
 * @param offset where in it the next frame begins
 * @param frame the number of the next frame
 * @param group where the last group before this place begins: what was not acknowledged lies behind that
 * @param hash of the last frame before
 * @param sealed whether that was the seal of the segment
 */
record Cursor(long segment, long offset, long frame, long group, byte[] hash, boolean sealed) {
    static Cursor origin(UUID store) {
        return startOf(1, 1, SegmentHeader.origin(store));
    }

    static Cursor startOf(long segment, long frame, byte[] hashBefore) {
        return new Cursor(segment, SegmentHeader.BYTES, frame, SegmentHeader.BYTES, hashBefore, false);
    }
}
