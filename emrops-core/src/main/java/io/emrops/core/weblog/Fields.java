package io.emrops.core.weblog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A line, taken apart at its spaces. */
final class Fields {
    private final byte[] line;
    private final int end;
    private final List<Integer> starts;

    private Fields(byte[] line, int end, List<Integer> starts) {
        this.line = line;
        this.end = end;
        this.starts = starts;
    }

    /** Reads something from bytes. */
    @FunctionalInterface
    interface Reader {
        long read(byte[] bytes, int start, int end);
    }

    /** Empty if a crash has left its marks in the line. */
    static Optional<Fields> of(byte[] bytes, int start, int end) {
        var starts = new ArrayList<Integer>();
        starts.add(start);
        for (var i = start; i < end; i++) {
            if (bytes[i] == 0) {
                return Optional.empty();
            }
            if (bytes[i] == ' ') {
                starts.add(i + 1);
            }
        }
        return Optional.of(new Fields(bytes, end, starts));
    }

    int count() {
        return starts.size();
    }

    private int end(int column) {
        return column == starts.size() - 1 ? end : starts.get(column + 1) - 1;
    }

    long read(int column, Reader reader) {
        return reader.read(line, starts.get(column), end(column));
    }

    /** -1 if it is missing, or not logged. */
    long numberOrNone(int column) {
        return column < 0 ? -1 : read(column, Bytes::numberOrDash);
    }

    String text(int column) {
        return Text.decode(line, starts.get(column), end(column));
    }
}
