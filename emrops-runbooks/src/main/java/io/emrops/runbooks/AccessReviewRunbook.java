package io.emrops.runbooks;

import io.emrops.RunbookBuilder;
import io.emrops.Value;
import io.emrops.audit.AuditExport;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditLog;
import io.emrops.audit.AuditPeriod;
import io.emrops.audit.Audits;
import io.emrops.audit.ExportDirectory;
import io.emrops.audit.UserAccounts;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A review of who did what and who may: the events of the last days, how many there were of each user, accesses to patient data, failed
 * logins, the accounts of administrators and those that nobody uses.
 *
 * <pre>{@code
 * var review = AccessReviewRunbook.of("access-review", "Review who did what", log, ExportDirectory.csv(Path.of("/var/lib/emrops/audit")))
 *         .accounts(users, Duration.ofDays(90))
 *         .reviewedBy("security officers")
 *         .build();
 * }</pre>
 *
 * <p>Helps with the information system activity review of 45 CFR 164.308(a)(1)(ii)(D). Whether what is in the files is right, people have to
 * say.
 */
public final class AccessReviewRunbook extends AuditRunbook<AccessReviewRunbook> {
    private Duration period = Duration.ofDays(7);
    private Optional<Reviewed> accounts = Optional.empty();
    private OptionalLong admins = OptionalLong.empty();
    private Optional<String> reviewers = Optional.empty();

    private record Reviewed(UserAccounts accounts, Duration unused) {}

    private AccessReviewRunbook(String id, String title, AuditLog log, ExportDirectory files) {
        super(id, title, log, files);
    }

    /** Begins the configuration; see {@link io.emrops.Runbook#define} for id and title. */
    public static AccessReviewRunbook of(String id, String title, AuditLog log, ExportDirectory files) {
        return new AccessReviewRunbook(id, title, log, files);
    }

    /** How much time is looked at; 7 days if nobody says otherwise. */
    public AccessReviewRunbook ofLast(Duration length) {
        if (length.isZero() || length.isNegative()) {
            throw new IllegalArgumentException("The time that is looked at is some time, not " + length);
        }
        period = length;
        return this;
    }

    /**
     * Reviews the accounts too. One whose last login is not known is told apart from those that are not used.
     *
     * @param unused for how long nobody has logged in with those that are reported as not used
     */
    public AccessReviewRunbook accounts(UserAccounts users, Duration unused) {
        if (unused.isZero() || unused.isNegative()) {
            throw new IllegalArgumentException("An account is not used for some time, not for " + unused);
        }
        accounts = Optional.of(new Reviewed(Objects.requireNonNull(users, "users"), unused));
        return this;
    }

    /** How many administrators there should be: more fail the run, when all reports are written. Needs {@link #accounts}
     * whose mapping says which these are; without them, {@code build} throws {@link IllegalArgumentException}. */
    public AccessReviewRunbook adminsAtMost(long limit) {
        admins = OptionalLong.of(limit);
        return this;
    }

    /** Ends with the approval of one of these, who has looked at the files and did not start the run. */
    public AccessReviewRunbook reviewedBy(String group) {
        reviewers = Optional.of(Objects.requireNonNull(group, "group"));
        return this;
    }

    @Override
    AccessReviewRunbook self() {
        return this;
    }

    @Override
    void writeBody(RunbookBuilder rb) {
        if (admins.isPresent() && accounts.isEmpty()) {
            throw new IllegalArgumentException("Administrators are counted among accounts, and none are named");
        }
        if (admins.isPresent() && accounts.get().accounts().table().admins().isEmpty()) {
            throw new IllegalArgumentException("The mapping of "
                    + accounts.get().accounts().table() + " does not say which accounts are those of administrators");
        }
        writeBefore(rb, "Before the review");
        rb.section("What was done");
        writeProtections(rb);
        rb.note("What is read goes to files in " + files.path()
                + " that only their owner can read. The report of this run has their"
                + " hashes and counts, and nothing of what is in them.");
        var chosen = writePeriod(rb, "Choose the time to look at", Audits.last(period));
        writeFile(rb, "events", "Export the events", Audits.export(log, chosen, files));
        if (has(AuditField.USER)) {
            writeFile(rb, "by-user", "Report how much each user did", Audits.accessesByUser(log, chosen, files));
        } else {
            rb.note("How much each user did is not reported: the table does not tell who did it.");
        }
        var failed = writeMeanings(rb, chosen);
        var found = accounts.flatMap(reviewed -> writeAccounts(rb, chosen, reviewed));
        rb.section("Verification");
        writeVerifications(rb, failed);
        if (admins.isPresent() && found.isPresent()) {
            rb.verify(
                    "admins-few",
                    "There are no more administrators than there should be",
                    Audits.accountsAtMost(found.get(), admins.getAsLong()));
        }
        reviewers.ifPresentOrElse(
                group -> rb.approval("reviewed", "The files were looked at, and what is strange in them is followed up")
                        .by(group)
                        .atLeast(1)
                        .notTheStarter(),
                () -> rb.note("Nobody is asked whether the files were looked at."));
        writeAfter(rb);
    }

    private Optional<Value<AuditExport>> writeAccounts(
            RunbookBuilder rb, Value<AuditPeriod> chosen, Reviewed reviewed) {
        rb.section("Who may");
        var users = reviewed.accounts();
        rb.require("accounts-mapping", "The mapping fits the accounts", Audits.fits(users));
        Optional<Value<AuditExport>> found = Optional.empty();
        if (users.table().admins().isPresent()) {
            found = Optional.of(
                    writeFile(rb, "admins", "Report the administrators", Audits.admins(users, chosen, files)));
        } else {
            rb.note("Administrators are not reported: nobody has said which accounts these are.");
        }
        if (users.table().lastLogin().isPresent()) {
            writeFile(
                    rb,
                    "inactive",
                    "Report the accounts that were not used for " + words(reviewed.unused()),
                    Audits.inactiveAccounts(users, chosen, reviewed.unused(), files));
            writeFile(
                    rb,
                    "unknown",
                    "Report the accounts whose last login is not known",
                    Audits.accountsWithoutKnownLogin(users, chosen, files));
        } else {
            rb.note("Accounts that are not used are not reported: the table has no last login.");
        }
        return found;
    }
}
