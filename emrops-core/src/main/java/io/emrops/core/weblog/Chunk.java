package io.emrops.core.weblog;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a file. Pieces are the same however many threads there are, so that what is forgotten of rare paths is the same too.
 *
 * @param stop after its last byte
 * @param size of the file
 */
record Chunk(long start, long stop, long size) {
    static List<Chunk> of(long size, int bytes) {
        var chunks = new ArrayList<Chunk>();
        for (var start = 0L; start < size; start += bytes) {
            chunks.add(new Chunk(start, Math.min(start + bytes, size), size));
        }
        return chunks;
    }
}
