package io.emrops.core.weblog;

import java.util.Arrays;

/** What each path of a chunk has seen, by the bytes of the path. */
final class PathTable {
    private int[] slots = new int[64];
    private int size;
    private long[] hashes = new long[32];
    private int[] offsets = new int[33];
    private byte[] bytes = new byte[1024];
    private long[] requests = new long[32];
    private long[] errors = new long[32];
    private long[] times = new long[32];
    private int[] longest = new int[32];

    int size() {
        return size;
    }

    /** The number of this path, which gets one if it is new. */
    int of(byte[] line, int start, int end, long hash) {
        var mask = slots.length - 1;
        for (var slot = (int) hash & mask; ; slot = (slot + 1) & mask) {
            var entry = slots[slot] - 1;
            if (entry < 0) {
                return insert(slot, line, start, end, hash);
            }
            if (hashes[entry] == hash && Arrays.equals(bytes, offsets[entry], offsets[entry + 1], line, start, end)) {
                return entry;
            }
        }
    }

    private int insert(int slot, byte[] line, int start, int end, long hash) {
        if (size == hashes.length) {
            growEntries();
        }
        var offset = offsets[size];
        var length = end - start;
        if (offset + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, offset + length));
        }
        System.arraycopy(line, start, bytes, offset, length);
        hashes[size] = hash;
        offsets[size + 1] = offset + length;
        slots[slot] = ++size;
        if (2 * size > slots.length) {
            growSlots();
        }
        return size - 1;
    }

    private void growEntries() {
        var more = 2 * size;
        hashes = Arrays.copyOf(hashes, more);
        offsets = Arrays.copyOf(offsets, more + 1);
        requests = Arrays.copyOf(requests, more);
        errors = Arrays.copyOf(errors, more);
        times = Arrays.copyOf(times, more);
        longest = Arrays.copyOf(longest, more);
    }

    private void growSlots() {
        slots = new int[2 * slots.length];
        var mask = slots.length - 1;
        for (var entry = 0; entry < size; entry++) {
            var slot = (int) hashes[entry] & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = entry + 1;
        }
    }

    /** @param took -1 if it was not logged */
    void count(int entry, boolean error, int took) {
        requests[entry]++;
        if (error) {
            errors[entry]++;
        }
        if (took >= 0) {
            times[entry] += took;
            longest[entry] = Math.max(longest[entry], took);
        }
    }

    String path(int entry) {
        return Text.decode(bytes, offsets[entry], offsets[entry + 1]);
    }

    PathTally tally(int entry) {
        return new PathTally(requests[entry], errors[entry], times[entry], longest[entry]);
    }
}
