package io.emrops.audit;

import io.emrops.Finding;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Puts what was read of an {@link AuditLog} or of {@link UserAccounts} into files, and looks whether they still are what was written. See
 * {@link ExportFile} for what becomes of files and what is thrown.
 */
public final class AuditFiles {
    private static final int BETWEEN_REPORTS = 1_000;

    private AuditFiles() {}

    /**
     * Writes all events that fulfil a filter, with all columns that are mapped, in constant memory. A time of a clock with daylight saving
     * goes along as it was recorded, and with {@code yes} or {@code no} for {@link AuditEvent#timeIsCertain}.
     *
     * @param path of a file that is not there yet
     * @throws io.emrops.PreconditionFailedException if it is there, or the mapping does not fit
     * @throws TargetUnavailableException if the connection is lost, or the file cannot be written; nothing of it is left
     * @throws InterruptedException if the thread was interrupted; nothing of the file is left
     */
    public static AuditExport write(AuditLog log, AuditFilter filter, Path path, ExportFormat format, Progress progress)
            throws InterruptedException {
        try (var file = ExportFile.create(path, format, headings(log.table()))) {
            return write(log, filter, file, progress);
        }
    }

    static AuditExport write(AuditLog log, AuditFilter filter, ExportFile file, Progress progress)
            throws InterruptedException {
        try (var events = log.events(filter)) {
            for (var each = events.iterator(); each.hasNext(); ) {
                var event = each.next();
                event.writeTo(file);
                file.happened(event.time());
                if (file.rows() % BETWEEN_REPORTS == 0) {
                    reportOrStop(file, progress, "events written");
                }
            }
        }
        progress.report(file.rows(), file.rows(), "events written");
        return file.finish();
    }

    /** What columns are called in a file of events. */
    public static List<String> headings(AuditTable table) {
        var headings = new ArrayList<>(List.of("key", "time"));
        if (table.time().isAmbiguous()) {
            headings.add("recorded_time");
            headings.add("time_certain");
        }
        table.fields().forEach(field -> headings.add(field.heading()));
        table.details().forEach(detail -> headings.add(headings.contains(detail) ? "detail_" + detail : detail));
        return headings;
    }

    /**
     * Writes all totals: the fields, how many, the first and the last; in constant memory, however many groups there are.
     *
     * @param path of a file that is not there yet
     * @throws io.emrops.PreconditionFailedException if it is there, or the mapping does not fit
     * @throws TargetUnavailableException if the connection is lost, or the file cannot be written; nothing of it is left
     * @throws InterruptedException if the thread was interrupted; nothing of the file is left
     */
    public static AuditReport writeTotals(
            AuditLog log, AuditFilter filter, List<AuditField> by, Path path, ExportFormat format, Progress progress)
            throws InterruptedException {
        try (var file = ExportFile.create(path, format, headings(by))) {
            return writeTotals(log, filter, by, file, progress);
        }
    }

    static AuditReport writeTotals(
            AuditLog log, AuditFilter filter, List<AuditField> by, ExportFile file, Progress progress)
            throws InterruptedException {
        var events = 0L;
        try (var totals = log.totals(filter, by)) {
            for (var each = totals.iterator(); each.hasNext(); ) {
                var total = each.next();
                write(total, by, file);
                events += total.events();
                if (file.rows() % BETWEEN_REPORTS == 0) {
                    reportOrStop(file, progress, "totals written");
                }
            }
        }
        progress.report(file.rows(), file.rows(), "totals written");
        return new AuditReport(file.finish(), events);
    }

    private static void reportOrStop(ExportFile file, Progress progress, String what) throws InterruptedException {
        progress.report(file.rows(), 0, what);
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted between two rows; nothing of the file was left");
        }
    }

    /** Writes totals as {@link #writeTotals} does: those that were asked for, without what they leave off. */
    public static AuditExport write(AuditTotals totals, Path path, ExportFormat format) {
        try (var file = ExportFile.create(path, format, headings(totals.by()))) {
            totals.largest().forEach(total -> write(total, totals.by(), file));
            return file.finish();
        }
    }

    static List<String> headings(List<AuditField> by) {
        var headings = new ArrayList<String>();
        by.forEach(field -> headings.add(field.heading()));
        headings.addAll(List.of("events", "first", "last"));
        return headings;
    }

    private static void write(AuditTotal total, List<AuditField> by, ExportFile file) {
        by.forEach(field -> file.cell(total.get(field)));
        file.cell(total.events()).cell(total.first()).cell(total.last()).endRow();
        file.happened(total.first());
        file.happened(total.last());
    }

    /** Writes accounts: name, role, last login, failed attempts; what is not known is no value. */
    public static AuditExport write(List<Account> accounts, Path path, ExportFormat format) {
        try (var file = ExportFile.create(path, format, ACCOUNTS)) {
            return write(accounts, file);
        }
    }

    static final List<String> ACCOUNTS = List.of("name", "role", "last_login", "failed_attempts");

    static AuditExport write(List<Account> accounts, ExportFile file) {
        for (var account : accounts) {
            file.cell(account.name()).cell(account.role());
            account.lastLogin().ifPresentOrElse(file::cell, file::none);
            account.failedAttempts().ifPresentOrElse(file::cell, file::none);
            file.endRow();
        }
        return file.finish();
    }

    /** Looks whether a file is there and has every byte that was written. */
    public static Finding verify(AuditExport export) {
        var path = Path.of(export.file());
        try {
            var size = Files.size(path);
            if (size != export.size().bytes()) {
                return Finding.notOk("The file " + path + " has " + size + " bytes, not the "
                        + export.size().bytes() + " that were written");
            }
            return hash(path).equals(export.sha256())
                    ? Finding.ok("The file " + path + " is as it was written: " + export.rows() + " rows, SHA-256 "
                            + export.sha256())
                    : Finding.notOk("The file " + path + " was changed since it was written");
        } catch (NoSuchFileException e) {
            return Finding.notOk("The file " + path + " is gone");
        } catch (IOException e) {
            throw new TargetUnavailableException("The file " + path + " cannot be read", e);
        }
    }

    private static String hash(Path path) throws IOException {
        var digest = CellWriter.sha256();
        var buffer = new byte[64 << 10];
        try (var in = Files.newInputStream(path)) {
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
