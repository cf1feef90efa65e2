package io.emrops.runbooks;

import io.emrops.RunbookBuilder;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditLog;
import io.emrops.audit.Audits;
import io.emrops.audit.ExportDirectory;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * The audit summary of the day before: how many events of each type there were, the first and the last of them, accesses to patient data
 * and failed logins. The day is one of the hospital's calendar, from midnight to midnight.
 *
 * <pre>{@code
 * var daily = DailyAuditSummaryRunbook.of("audit-summary", "Daily audit summary", log, ZoneId.of("America/New_York"), files)
 *         .silentAtMost(Duration.ofHours(2))
 *         .failedLoginsAtMost(200)
 *         .build();
 * }</pre>
 *
 * <p>Helps with the audit controls of 45 CFR 164.312(b): with {@link #silentAtMost} a log that has stopped
 * is noticed the day after.
 */
public final class DailyAuditSummaryRunbook extends AuditRunbook<DailyAuditSummaryRunbook> {
    private final ZoneId zone;
    private Optional<Duration> silence = Optional.empty();
    private boolean withEvents;

    private DailyAuditSummaryRunbook(String id, String title, AuditLog log, ZoneId zone, ExportDirectory files) {
        super(id, title, log, files);
        this.zone = Objects.requireNonNull(zone, "zone");
    }

    /** Begins the configuration; see {@link io.emrops.Runbook#define} for id and title. */
    public static DailyAuditSummaryRunbook of(
            String id, String title, AuditLog log, ZoneId zone, ExportDirectory files) {
        return new DailyAuditSummaryRunbook(id, title, log, zone, files);
    }

    /** How long the log may be without any event: if it is for longer before the run, the run fails. */
    public DailyAuditSummaryRunbook silentAtMost(Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("A log is silent for some time, not for " + limit);
        }
        silence = Optional.of(limit);
        return this;
    }

    /** Exports the events of the day, too. */
    public DailyAuditSummaryRunbook withEvents() {
        withEvents = true;
        return this;
    }

    @Override
    DailyAuditSummaryRunbook self() {
        return this;
    }

    @Override
    void writeBody(RunbookBuilder rb) {
        writeBefore(rb, "Before the summary");
        rb.section("Summary");
        writeProtections(rb);
        rb.note("What is read goes to files in " + files.path()
                + " that only their owner can read. The report of this run has their"
                + " hashes and counts, and nothing of what is in them.");
        var day = writePeriod(rb, "Choose the day before", Audits.dayBefore(zone));
        if (has(AuditField.EVENT_TYPE)) {
            writeFile(rb, "summary", "Report how much there was of each type", Audits.summary(log, day, files));
        } else {
            rb.note("Types of events are not told apart: the table has none.");
        }
        var failed = writeMeanings(rb, day);
        if (withEvents) {
            writeFile(rb, "events", "Export the events", Audits.export(log, day, files));
        }
        rb.section("Verification");
        silence.ifPresentOrElse(
                limit -> rb.verify("written", "The audit log is being written", Audits.written(log, limit)),
                () -> rb.note("Whether the audit log is still being written is not verified by this runbook."));
        writeVerifications(rb, failed);
        writeAfter(rb);
    }
}
