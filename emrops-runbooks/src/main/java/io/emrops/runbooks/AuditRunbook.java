package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.RunbookBuilder;
import io.emrops.Step;
import io.emrops.Value;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditLog;
import io.emrops.audit.AuditPeriod;
import io.emrops.audit.AuditReport;
import io.emrops.audit.Audits;
import io.emrops.audit.EventMeaning;
import io.emrops.audit.ExportDirectory;
import io.emrops.core.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What runbooks that read an audit log have in common: what is read goes to files of the owner's, and the journal has their hashes and
 * counts.
 *
 * @param <B> the runbook itself
 */
public abstract sealed class AuditRunbook<B extends AuditRunbook<B>> extends ReadyMadeRunbook<B>
        permits AccessReviewRunbook, DailyAuditSummaryRunbook {
    final AuditLog log;
    final ExportDirectory files;
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private OptionalLong failedLogins = OptionalLong.empty();

    AuditRunbook(String id, String title, AuditLog log, ExportDirectory files) {
        super(id, title);
        this.log = Objects.requireNonNull(log, "log");
        this.files = Objects.requireNonNull(files, "files");
    }

    /**
     * How many failed logins are nothing to ask about: more fail the run, when all reports are written.
     *
     * @throws IllegalArgumentException if the mapping of the audit log does not say which events these are, or neither who nor from where
     */
    public B failedLoginsAtMost(long limit) {
        missingForFailedLogins().ifPresent(why -> {
            throw new IllegalArgumentException("Failed logins of " + log.table() + " cannot be counted: " + why);
        });
        failedLogins = OptionalLong.of(limit);
        return self();
    }

    /** A verification of one's own, behind the others. */
    public B verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check));
        return self();
    }

    @Override
    final void write(RunbookBuilder rb) {
        // Reports are kept, so a failed run is just that.
        rb.withoutAutomaticUndo();
        writeBody(rb);
    }

    abstract void writeBody(RunbookBuilder rb);

    final Step<AuditPeriod> writePeriod(RunbookBuilder rb, String title, Operation<AuditPeriod> choose) {
        rb.require("mapping", "The mapping fits the audit log", Audits.fits(log));
        return rb.step("period", title, choose).inDoubt(InDoubt.rerun());
    }

    final <T> Step<T> writeFile(RunbookBuilder rb, String id, String title, Operation<T> operation) {
        return rb.step(id, title, operation)
                .attempts(3, Backoff.exponential(Duration.ofSeconds(5)))
                .inDoubt(InDoubt.rerun());
    }

    /** A report of what not every mapping can tell; where it cannot, the document says so. */
    final Optional<Value<AuditReport>> writeMeanings(RunbookBuilder rb, Value<AuditPeriod> period) {
        missingForAccesses()
                .ifPresentOrElse(
                        why -> rb.note("Accesses to patient data are not reported: " + why + "."),
                        () -> writeFile(
                                rb,
                                "phi",
                                "Report the accesses to patient data",
                                Audits.phiAccesses(log, period, files)));
        var missing = missingForFailedLogins();
        if (missing.isPresent()) {
            rb.note("Failed logins are not reported: " + missing.get() + ".");
            return Optional.empty();
        }
        return Optional.of(
                writeFile(rb, "failed-logins", "Report the failed logins", Audits.failedLogins(log, period, files)));
    }

    private Optional<String> missingForAccesses() {
        if (log.table().rules(EventMeaning.PHI_ACCESS).isEmpty()) {
            return Optional.of("nobody has said which events these are");
        }
        return has(AuditField.USER) ? Optional.empty() : Optional.of("the table does not tell who did it");
    }

    private Optional<String> missingForFailedLogins() {
        if (log.table().rules(EventMeaning.FAILED_LOGIN).isEmpty()) {
            return Optional.of("nobody has said which events these are");
        }
        return has(AuditField.USER) || has(AuditField.SOURCE)
                ? Optional.empty()
                : Optional.of("the table tells neither who it was nor from where");
    }

    static String words(Duration time) {
        return time.toDays() > 1 ? time.toDays() + " days" : Durations.words(time);
    }

    final boolean has(AuditField field) {
        return log.table().column(field).isPresent();
    }

    final void writeVerifications(RunbookBuilder rb, Optional<Value<AuditReport>> failed) {
        if (failed.isPresent() && failedLogins.isPresent()) {
            rb.verify(
                    "failed-logins-few",
                    "Failed logins are not many",
                    Audits.eventsAtMost(failed.get(), failedLogins.getAsLong()));
        }
        verifications.forEach(part -> part.accept(rb));
    }
}
