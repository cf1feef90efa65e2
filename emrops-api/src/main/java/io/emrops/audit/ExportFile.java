package io.emrops.audit;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of rows that comes to be. Only its owner can read it, from the beginning; it has its name when it is complete and safe on the
 * disk, and until then another one that ends with {@code .part}. What is closed without being finished is gone.
 *
 * <pre>{@code
 * try (var file = ExportFile.create(path, ExportFormat.CSV, List.of("ward", "visits"))) {
 *     file.cell("Cardiology").cell(412).endRow();
 *     var export = file.finish();
 * }
 * }</pre>
 *
 * <p>All methods throw {@link TargetUnavailableException} if the file cannot be written; nothing of it is left then. Belongs to one thread.
 */
public final class ExportFile implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final ExportFormat format;
    private final int columns;
    private final FileOutputStream out;
    private final CellWriter cells;
    private int column;
    private long rows;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private boolean closed;

    private ExportFile(Path file, Path part, ExportFormat format, List<String> headings) throws IOException {
        this.file = file;
        this.part = part;
        this.format = format;
        columns = headings.size();
        // A stream rather than a channel: an interrupt closes a channel in the middle of a write.
        out = new FileOutputStream(part.toFile());
        cells = format == ExportFormat.CSV ? new CsvCells(out, headings) : new JsonCells(out, headings);
    }

    /**
     * Begins a file.
     *
     * @param headings of the columns; at least one, and none twice
     * @throws PreconditionFailedException if there is such a file already
     */
    public static ExportFile create(Path path, ExportFormat format, List<String> headings) {
        var file = path.toAbsolutePath().normalize();
        if (Files.exists(file)) {
            throw new PreconditionFailedException("There is a file " + file + " already; nothing was written");
        }
        return replace(file, format, headings);
    }

    /** The same, also if there is one: it is replaced when the new one is complete. */
    static ExportFile replace(Path path, ExportFormat format, List<String> headings) {
        requireHeadings(headings);
        var file = path.toAbsolutePath().normalize();
        var part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            PrivateFile.ensureDirectory(Objects.requireNonNull(file.getParent(), "a file is in a directory"));
            Files.deleteIfExists(part);
            PrivateFile.create(part);
            var begun = new ExportFile(file, part, format, List.copyOf(headings));
            begun.cells.begin();
            return begun;
        } catch (IOException e) {
            throw new TargetUnavailableException("The file " + file + " cannot be written; nothing of it was left", e);
        }
    }

    private static void requireHeadings(List<String> headings) {
        if (headings.isEmpty() || headings.stream().distinct().count() < headings.size()) {
            throw new IllegalArgumentException("A file has columns of different names, not " + headings);
        }
    }

    /** The next cell of the row: a text. */
    public ExportFile cell(String value) {
        return write(() -> cells.text(next(), value));
    }

    /** The next cell of the row: a text, or no value. */
    public ExportFile cell(Optional<String> value) {
        return value.map(this::cell).orElseGet(this::none);
    }

    /** The next cell of the row: a moment, in UTC. */
    public ExportFile cell(Instant value) {
        return write(() -> cells.moment(next(), value));
    }

    /** The next cell of the row: a number. */
    public ExportFile cell(long value) {
        return write(() -> cells.number(next(), value));
    }

    /** The next cell of the row: no value. */
    public ExportFile none() {
        return write(() -> cells.none(next()));
    }

    ExportFile cellOrNone(@Nullable String value) {
        return value == null ? none() : cell(value);
    }

    /**
     * Ends the row.
     *
     * @throws IllegalStateException if it has not one cell for each heading
     */
    public void endRow() {
        if (column != columns) {
            throw new IllegalStateException("A row has " + columns + " cells, not " + column);
        }
        column = 0;
        rows++;
        write(cells::endRow);
    }

    private int next() {
        if (column == columns) {
            throw new IllegalStateException("A row has only " + columns + " cells");
        }
        return column++;
    }

    /** An event happened at this moment. */
    void happened(Instant moment) {
        if (first == null || moment.isBefore(first)) {
            first = moment;
        }
        if (last == null || moment.isAfter(last)) {
            last = moment;
        }
    }

    /** How many rows there are. */
    public long rows() {
        return rows;
    }

    /** Gives the file its name, when all of it is safe on the disk. */
    public AuditExport finish() {
        if (column != 0) {
            throw new IllegalStateException("The last row is not complete");
        }
        write(() -> {
            cells.finish();
            out.getFD().sync();
            out.close();
            move();
            closed = true;
            PrivateFile.forceDirectory(Objects.requireNonNull(file.getParent(), "a file is in a directory"));
        });
        return new AuditExport(
                file.toString(),
                format,
                rows,
                new DataSize(cells.bytes()),
                HexFormat.of().formatHex(cells.hash()),
                Optional.ofNullable(first),
                Optional.ofNullable(last));
    }

    private void move() throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Gives up what is not finished; does nothing otherwise. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new TargetUnavailableException(
                    "What was written of " + file + " could not be removed: it is in " + part, e);
        }
    }

    private ExportFile write(Writing writing) {
        if (closed) {
            throw new IllegalStateException("The file " + file + " is closed");
        }
        try {
            writing.write();
            return this;
        } catch (IOException e) {
            close();
            throw new TargetUnavailableException("The file " + file + " cannot be written; nothing of it was left", e);
        }
    }

    private interface Writing {
        void write() throws IOException;
    }
}
