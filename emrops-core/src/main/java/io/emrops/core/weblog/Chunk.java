package io.emrops.core.weblog;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a file. Pieces are the same however many threads there are, so that what is forgotten of rare paths is the same too.
 *
 * @param stop after its last byte
 * @param size of the file
 * @param finished whether nothing is added to the file any more
 */
record Chunk(long start, long stop, long size, boolean finished) {
    static List<Chunk> of(long size, int bytes, boolean finished) {
        var chunks = new ArrayList<Chunk>();
        for (var start = 0L; start < size; start += bytes) {
            chunks.add(new Chunk(start, Math.min(start + bytes, size), size, finished));
        }
        return chunks;
    }
}
