package io.emrops.sqlserver.audit;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.audit.AuditArchive;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.ExportFile;
import io.emrops.audit.ExportFormat;
import io.emrops.sqlserver.session.StreamedQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes rows that are due into a file, and tells what is in such a file. */
final class Archiving {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int BETWEEN_REPORTS = 1_000;
    private static final int AT_A_TIME = 1_000;
    private static final int KEY_BYTES = 8;

    private final Purgeable table;
    private final Holds holds;
    private final PurgeSettings settings;

    Archiving(Purgeable table, Holds holds, PurgeSettings settings) {
        this.table = table;
        this.holds = holds;
        this.settings = settings;
    }

    /** The same file for the same key; one that is complete is read back, with the cutoff that it was written for. */
    AuditArchive archive(Instant cutoff, Path directory, String key, Progress progress) throws InterruptedException {
        var ending = "-" + hash(table.name() + "\n" + key) + ".jsonl";
        var complete = leftOf(directory, ending);
        if (complete.isPresent()) {
            return describe(complete.get());
        }
        var file = directory.toAbsolutePath().normalize().resolve(beginning() + TIME.format(cutoff) + ending);
        long rows;
        try (var out = ExportFile.create(file, ExportFormat.JSON_LINES, table.headings())) {
            rows = write(cutoff, out, progress);
            table.requireSameServer();
            out.finish();
        }
        var archive = describe(file);
        if (archive.rows() != rows) {
            throw new StepFailedException(
                    "The archive " + file + " has " + archive.rows() + " rows, not the " + rows
                            + " that were written. Nothing was deleted",
                    null,
                    target(),
                    null);
        }
        return archive;
    }

    private String beginning() {
        return "audit-" + table.audit().layout().table().replaceAll("[^A-Za-z0-9_-]", "_") + "-before-";
    }

    /** The file that an earlier call under this key has finished. What one has begun is removed: it holds rows. */
    private Optional<Path> leftOf(Path directory, String ending) {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (var files = Files.list(directory.toAbsolutePath().normalize())) {
            var complete = Optional.<Path>empty();
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.startsWith("." + beginning()) && name.contains(ending + ".") && name.endsWith(".part")) {
                    Files.delete(file);
                } else if (name.startsWith(beginning()) && name.endsWith(ending)) {
                    complete = Optional.of(file);
                }
            }
            return complete;
        } catch (IOException e) {
            throw new PreconditionFailedException(
                    "The directory " + directory + " cannot be looked into; nothing was changed", null, target());
        }
    }

    /** What is in a file, by reading all of it. */
    private AuditArchive describe(Path file) {
        var name = file.getFileName().toString();
        var cutoff = name.substring(beginning().length(), name.lastIndexOf('-'));
        @Nullable Instant first = null;
        @Nullable Instant last = null;
        try (var reader = ArchiveReader.open(file, table.headings())) {
            for (var some = reader.next(AT_A_TIME); !some.isEmpty(); some = reader.next(AT_A_TIME)) {
                for (var row : some) {
                    var moment = row.moment(table);
                    first = first == null || moment.isBefore(first) ? moment : first;
                    last = last == null || moment.isAfter(last) ? moment : last;
                }
            }
            return new AuditArchive(
                    file.toString(),
                    table.name(),
                    settings.policy().toString(),
                    TIME.parse(cutoff, Instant::from),
                    reader.rows(),
                    Optional.ofNullable(first),
                    Optional.ofNullable(last),
                    new DataSize(size(file)),
                    reader.sha256());
        }
    }

    private long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new PreconditionFailedException("The archive " + file + " cannot be read", null, target());
        }
    }

    private Target target() {
        return table.audit().layout().place().target().get();
    }

    private long write(Instant cutoff, ExportFile out, Progress progress) throws InterruptedException {
        var place = table.audit().layout().place();
        var conditions = new Conditions(table.audit(), AuditFilter.all().to(cutoff));
        var sql =
                "SELECT " + table.selected() + " FROM " + table.audit().layout().quoted() + " AS t"
                        + conditions.where() + " AND " + holds.free() + " ORDER BY t."
                        + table.audit().key().quoted();
        var query = new StreamedQuery(
                place.database(),
                "rows of an audit table",
                place.target().get(),
                sql,
                conditions.parameters(),
                place.answerWithin());
        var columns = table.columns();
        try (var rows = place.sessions().stream(query, row -> ArchivedRow.read(row, columns))) {
            for (var each = rows.iterator(); each.hasNext(); ) {
                var row = each.next();
                for (var i = 0; i < columns.size(); i++) {
                    out.cell(Optional.ofNullable(row.value(i)));
                }
                out.endRow();
                if (out.rows() % BETWEEN_REPORTS == 0) {
                    progress.report(out.rows(), 0, "rows archived");
                    if (Thread.interrupted()) {
                        throw new InterruptedException("Interrupted between two rows; nothing of the file was left");
                    }
                }
            }
        }
        progress.report(out.rows(), out.rows(), "rows archived");
        return out.rows();
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
