package io.emrops.core.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A disk with a memory of its own: what is written reaches the file with the next force, sector by sector. A power cut
 * at a force lets some of the sectors through, in any order, and the force fails.
 */
final class SectorDisk implements Disk {
    private static final int SECTOR = 512;

    /** A part of one sector, as it would be after the force. */
    private record Piece(SegmentFile file, long offset, byte[] bytes) {}

    private final List<Piece> pending = new ArrayList<>();
    private @Nullable IntPredicate powerCut;
    private int forcesBefore;
    private int sectorsAtCut;

    @Override
    public synchronized void write(SegmentFile file, long offset, byte[] bytes, int count) {
        int from = 0;
        while (from < count) {
            long at = offset + from;
            int length = (int) Math.min(count - from, SECTOR - at % SECTOR);
            pending.add(new Piece(file, at, Arrays.copyOfRange(bytes, from, from + length)));
            from += length;
        }
    }

    /** The next force lets through the sectors with these numbers, counted from the first one written to, and fails. */
    synchronized void cutPower(IntPredicate through) {
        cutPower(0, through);
    }

    /** The same after some more forces that succeed. */
    synchronized void cutPower(int forces, IntPredicate through) {
        forcesBefore = forces;
        powerCut = through;
    }

    /** Takes it back, if it has not happened. */
    synchronized void keepPower() {
        powerCut = null;
    }

    /** How many sectors the group had that the power was cut in. */
    synchronized int sectorsAtCut() {
        return sectorsAtCut;
    }

    @Override
    public synchronized void force(SegmentFile file) throws IOException {
        IntPredicate through = powerCut;
        if (through == null || forcesBefore-- > 0) {
            apply(sector -> true);
            return;
        }
        apply(through);
        throw new IOException("The power was cut");
    }

    private void apply(IntPredicate through) throws IOException {
        long first = pending.stream()
                .mapToLong(piece -> piece.offset() / SECTOR)
                .min()
                .orElse(0);
        long last = pending.stream()
                .mapToLong(piece -> piece.offset() / SECTOR)
                .max()
                .orElse(-1);
        sectorsAtCut = (int) (last - first + 1);
        for (Piece piece : pending) {
            if (through.test((int) (piece.offset() / SECTOR - first))) {
                Disk.REAL.write(piece.file(), piece.offset(), piece.bytes(), piece.bytes().length);
            }
        }
        pending.clear();
    }
}
