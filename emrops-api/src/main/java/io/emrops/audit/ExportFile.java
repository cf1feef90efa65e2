package io.emrops.audit;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.spi.file.PrivateFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
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
 * <p>All methods throw {@link TargetUnavailableException} if the file cannot be written; nothing of it is left then. {@link #finish} throws
 * {@link StepFailedException} if the file is there and only its entry in the directory may not be safe. Belongs to one thread.
 */
public final class ExportFile implements AutoCloseable {
    private final PrivateFile file;
    private final ExportFormat format;
    private final int columns;
    private final CellWriter cells;
    private int column;
    private long rows;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private boolean closed;

    private ExportFile(PrivateFile file, ExportFormat format, List<String> headings) {
        this.file = file;
        this.format = format;
        columns = headings.size();
        cells = format == ExportFormat.CSV ? new CsvCells(file.out(), headings) : new JsonCells(file.out(), headings);
    }

    /**
     * Begins a file.
     *
     * @param headings of the columns; at least one, and none twice
     * @throws PreconditionFailedException if there is such a file already; {@link #finish} throws it too, if somebody else has made it
     *     meanwhile
     */
    public static ExportFile create(Path path, ExportFormat format, List<String> headings) {
        return begin(path, format, headings, PrivateFile::create);
    }

    /** The same, also if there is one: it is replaced when the new one is complete. */
    static ExportFile replace(Path path, ExportFormat format, List<String> headings) {
        return begin(path, format, headings, PrivateFile::replace);
    }

    private interface Beginning {
        PrivateFile begin(Path path) throws IOException;
    }

    private static ExportFile begin(Path path, ExportFormat format, List<String> headings, Beginning beginning) {
        requireHeadings(headings);
        ExportFile begun;
        try {
            begun = new ExportFile(beginning.begin(path), format, List.copyOf(headings));
        } catch (FileAlreadyExistsException e) {
            throw isThere(path);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
        return begun.write(begun.cells::begin);
    }

    private static PreconditionFailedException isThere(Path path) {
        return new PreconditionFailedException("There is a file " + path + " already; nothing was written");
    }

    private static TargetUnavailableException unwritable(Path path, IOException e) {
        return new TargetUnavailableException("The file " + path + " cannot be written; nothing of it was left", e);
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
            file.finish();
            closed = true;
        });
        return new AuditExport(
                file.file().toString(),
                format,
                rows,
                new DataSize(cells.bytes()),
                HexFormat.of().formatHex(cells.hash()),
                Optional.ofNullable(first),
                Optional.ofNullable(last));
    }

    /** Gives up what is not finished; does nothing otherwise. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            file.close();
        } catch (IOException e) {
            throw new TargetUnavailableException(
                    "What was written of " + file.file() + " could not be removed: it is in " + file.part(), e);
        }
    }

    private ExportFile write(Writing writing) {
        if (closed) {
            throw new IllegalStateException("The file " + file.file() + " is closed");
        }
        try {
            writing.write();
            return this;
        } catch (IOException e) {
            close();
            if (file.isNamed()) {
                throw new StepFailedException(
                        "The file " + file.file()
                                + " is complete and has its name, but it is not certain that it outlasts a"
                                + " power failure: its directory could not be written to the disk",
                        e,
                        null,
                        null);
            }
            throw e instanceof FileAlreadyExistsException ? isThere(file.file()) : unwritable(file.file(), e);
        }
    }

    private interface Writing {
        void write() throws IOException;
    }
}
