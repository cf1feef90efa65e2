package io.emrops.audit;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Value;
import io.emrops.internal.Words;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Steps and checks over an {@link AuditLog} and {@link UserAccounts}. What was read goes to files that only their owner can read; what the
 * steps hand on are their paths, hashes and counts. No name of a user or a patient gets into a journal or a report.
 *
 * <pre>{@code
 * var week = rb.step("week", "Choose the time", Audits.last(Duration.ofDays(7)));
 * var events = rb.step("events", "Export the events", Audits.export(log, week, files)).inDoubt(InDoubt.rerun());
 * var failed = rb.step("logins", "Report failed logins", Audits.failedLogins(log, week, files)).inDoubt(InDoubt.rerun());
 * rb.verify("calm", "Nobody tries passwords", Audits.eventsAtMost(failed, 200));
 * }</pre>
 *
 * <p>All steps are safe to repeat, so state {@link InDoubt#rerun}.
 */
public final class Audits {
    /** Clocks differ a little. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private Audits() {}

    /**
     * Looks at the time before the step. Chosen once: a run that is resumed later looks at the same.
     *
     * @param length positive
     */
    public static Operation<AuditPeriod> last(Duration length) {
        return new ChoosePeriod("the last " + Words.of(length), now -> AuditPeriod.before(now, length));
    }

    /** Looks at the day of the calendar before the step: 23 or 25 hours where the clock was changed. */
    public static Operation<AuditPeriod> dayBefore(ZoneId zone) {
        return new ChoosePeriod(
                "the day before in " + zone,
                now -> AuditPeriod.day(LocalDate.ofInstant(now, zone).minusDays(1), zone));
    }

    /** Writes all events of a time, with all columns that are mapped. */
    public static Operation<AuditExport> export(AuditLog log, Value<AuditPeriod> period, ExportDirectory to) {
        return export(log, period, AuditFilter.all(), to);
    }

    /**
     * Writes the events of a time that fulfil a filter too.
     *
     * @throws IllegalArgumentException if the filter has a time of its own
     */
    public static Operation<AuditExport> export(
            AuditLog log, Value<AuditPeriod> period, AuditFilter filter, ExportDirectory to) {
        if (filter.from().isPresent() || filter.to().isPresent()) {
            throw new IllegalArgumentException(
                    "The time is that of the step before; the filter has another: " + filter);
        }
        var table = log.table();
        return new WriteFile<>(
                "audit-events",
                "events of " + table,
                Output.of(AuditExport.class),
                log::target,
                log::requireFit,
                period,
                to,
                Map.of("table", table.described(), "filter", filter.conditions(), "values", filter.mark()),
                (run, time, path) -> {
                    try (var file = ExportFile.replace(path, to.format(), AuditFiles.headings(table))) {
                        return AuditFiles.write(log, filter.during(time), file, run.progress());
                    }
                });
    }

    /** Reports how many events of each type there were, and when the first and the last of them happened. */
    public static Operation<AuditReport> summary(AuditLog log, Value<AuditPeriod> period, ExportDirectory to) {
        return totals("audit-summary", "events", log, period, null, to, List.of(AuditField.EVENT_TYPE));
    }

    /** Reports how many events there were of each user. */
    public static Operation<AuditReport> accessesByUser(AuditLog log, Value<AuditPeriod> period, ExportDirectory to) {
        return totals("accesses-by-user", "events", log, period, null, to, List.of(AuditField.USER));
    }

    /**
     * Reports how often each user saw or changed what is known of which patient; without the patient, if the table does not tell.
     *
     * @throws IllegalArgumentException if the mapping does not say which events these are
     */
    public static Operation<AuditReport> phiAccesses(AuditLog log, Value<AuditPeriod> period, ExportDirectory to) {
        return totals(
                "phi-accesses",
                "accesses to patient data",
                log,
                period,
                EventMeaning.PHI_ACCESS,
                to,
                with(log.table(), List.of(AuditField.USER), AuditField.PATIENT));
    }

    /**
     * Reports whose logins failed how often, and from where; one of the two, if the table does not tell the other.
     *
     * @throws IllegalArgumentException if the mapping does not say which events these are, or neither who nor from where
     */
    public static Operation<AuditReport> failedLogins(AuditLog log, Value<AuditPeriod> period, ExportDirectory to) {
        var table = log.table();
        var known = table.column(AuditField.USER).isPresent()
                        || table.column(AuditField.SOURCE).isEmpty()
                ? with(table, List.of(AuditField.USER), AuditField.SOURCE)
                : List.of(AuditField.SOURCE);
        return totals("failed-logins", "failed logins", log, period, EventMeaning.FAILED_LOGIN, to, known);
    }

    private static Operation<AuditReport> totals(
            String stem,
            String what,
            AuditLog log,
            Value<AuditPeriod> period,
            @Nullable EventMeaning meaning,
            ExportDirectory to,
            List<AuditField> by) {
        var table = log.table();
        by.forEach(field -> requireColumn(table, field));
        if (meaning != null && table.rules(meaning).isEmpty()) {
            throw new IllegalArgumentException(
                    "The mapping of " + table + " does not say which events are " + meaning.words());
        }
        var filter = meaning == null ? AuditFilter.all() : AuditFilter.all().only(meaning);
        return new WriteFile<>(
                stem,
                "totals of " + what + " by " + headings(by),
                Output.of(AuditReport.class),
                log::target,
                log::requireFit,
                period,
                to,
                Map.of("table", table.described(), "by", by.toString()),
                (run, time, path) -> {
                    try (var file = ExportFile.replace(path, to.format(), AuditFiles.headings(by))) {
                        return AuditFiles.writeTotals(log, filter.during(time), by, file, run.progress());
                    }
                });
    }

    private static List<AuditField> with(AuditTable table, List<AuditField> needed, AuditField also) {
        var by = new ArrayList<>(needed);
        if (table.column(also).isPresent()) {
            by.add(also);
        }
        return by;
    }

    private static String headings(List<AuditField> by) {
        return by.stream().map(field -> field.heading().replace('_', ' ')).collect(Collectors.joining(" and "));
    }

    private static void requireColumn(AuditTable table, AuditField field) {
        if (table.column(field).isEmpty()) {
            throw new IllegalArgumentException("The mapping of " + table + " has no column of the " + field.heading());
        }
    }

    /** Writes the accounts of administrators. */
    public static Operation<AuditExport> admins(UserAccounts accounts, Value<AuditPeriod> period, ExportDirectory to) {
        return accounts("admins", "accounts of administrators", accounts, period, to, "", time -> accounts.admins());
    }

    /**
     * Writes the accounts that nobody has logged in with for so long before the end of the time. Those of which that is not known are not
     * among them: {@link #accountsWithoutKnownLogin}.
     *
     * @param unused positive
     */
    public static Operation<AuditExport> inactiveAccounts(
            UserAccounts accounts, Value<AuditPeriod> period, Duration unused, ExportDirectory to) {
        return accounts(
                "inactive-accounts",
                "accounts that were not used for " + Words.of(unused),
                accounts,
                period,
                to,
                unused.toString(),
                time -> accounts.inactiveSince(time.to().minus(unused)));
    }

    /** Writes the accounts whose last login is not known. */
    public static Operation<AuditExport> accountsWithoutKnownLogin(
            UserAccounts accounts, Value<AuditPeriod> period, ExportDirectory to) {
        return accounts(
                "accounts-without-login",
                "accounts whose last login is not known",
                accounts,
                period,
                to,
                "",
                time -> accounts.withoutKnownLogin());
    }

    private static Operation<AuditExport> accounts(
            String stem,
            String what,
            UserAccounts accounts,
            Value<AuditPeriod> period,
            ExportDirectory to,
            String setting,
            Function<AuditPeriod, List<Account>> read) {
        return new WriteFile<>(
                stem,
                what,
                Output.of(AuditExport.class),
                accounts::target,
                accounts::requireFit,
                period,
                to,
                Map.of("table", accounts.table().described(), "setting", setting),
                (run, time, path) -> {
                    var found = read.apply(time);
                    try (var file = ExportFile.replace(path, to.format(), AuditFiles.ACCOUNTS)) {
                        return AuditFiles.write(found, file);
                    }
                });
    }

    /** The mapping fits the table. If it does not, the check fails with what was asked for and what is there. */
    public static Check fits(AuditLog log) {
        return Check.of("The mapping fits " + log.table(), run -> {
            var unmapped = log.requireFit();
            return new Finding(
                    true,
                    "The mapping fits " + log.table(),
                    unmapped.isEmpty() ? List.of() : List.of("left out: " + String.join(", ", unmapped)));
        });
    }

    /** The same for accounts. */
    public static Check fits(UserAccounts accounts) {
        return Check.of("The mapping fits " + accounts.table(), run -> {
            accounts.requireFit();
            return Finding.ok("The mapping fits " + accounts.table());
        });
    }

    /**
     * There is an event of the last time. A log that is silent for longer than the hospital ever is has probably stopped. Events of the future
     * are none of it, and are told apart: a clock that is wrong has written them, or the mapping names another clock.
     *
     * @param within positive
     */
    public static Check written(AuditLog log, Duration within) {
        if (within.isZero() || within.isNegative()) {
            throw new IllegalArgumentException("A log is silent for some time, not for " + within);
        }
        return Check.of("There are audit events of the last " + Words.of(within), run -> {
            var ahead = run.now().plus(AHEAD);
            var events = log.count(AuditFilter.all().between(run.now().minus(within), ahead));
            var future = log.count(AuditFilter.all().from(ahead));
            var text = "In the last " + Words.of(within) + " there were " + events + " events in " + log.table()
                    + (future == 0 ? "" : ", and " + future + " have a time of the future");
            return events > 0 ? Finding.ok(text) : Finding.notOk(text);
        });
    }

    /** There were no more events than this. */
    public static Check eventsAtMost(Value<AuditReport> report, long limit) {
        return Check.of("There were at most " + limit + " of the events", run -> {
            var found = run.get(report);
            var text = "There were " + found.events() + " of the events; " + limit + " are allowed";
            return new Finding(found.events() <= limit, text, List.of(reference(found.export())));
        });
    }

    /** There are no more accounts in the file than this. */
    public static Check accountsAtMost(Value<AuditExport> accounts, long limit) {
        return Check.of("There are at most " + limit + " of the accounts", run -> {
            var found = run.get(accounts);
            var text = "There are " + found.rows() + " of the accounts; " + limit + " are allowed";
            return new Finding(found.rows() <= limit, text, List.of(reference(found)));
        });
    }

    /** The file is there and has every byte that was written. */
    public static Check unchanged(Value<AuditExport> export) {
        return Check.of("The file is as it was written", run -> AuditFiles.verify(run.get(export)));
    }

    private static String reference(AuditExport export) {
        return export.file() + ", " + export.rows() + " rows, SHA-256 " + export.sha256();
    }
}
