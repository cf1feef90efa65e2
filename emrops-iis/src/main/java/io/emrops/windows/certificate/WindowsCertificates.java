package io.emrops.windows.certificate;

import io.emrops.Check;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Steps and checks over a {@link WindowsCertificateStore}. The steps are safe to repeat, so state {@link InDoubt#rerun} or {@link
 * InDoubt#probe}.
 *
 * <pre>{@code
 * var imported = rb.step("import", "Import the new certificate", WindowsCertificates.importPfx(store, pfx, password, ImportOptions.usual()));
 * rb.step("bind", "Serve it", Operation.of(Done.class, in -> WindowsCertificates.bind(store, site, in.get(imported).thumbprint())));
 * rb.verify("left", "Nothing expires this month", WindowsCertificates.noneExpires(store, "hospital.example", ofDays(30)));
 * }</pre>
 */
public final class WindowsCertificates {
    private WindowsCertificates() {}

    /**
     * Imports a certificate with its key, as {@link WindowsCertificateStore#importPfx} does. Undone by removing it, and the intermediate
     * certificates that came with it, as far as they were not there before and nobody uses them; refused while a binding has it, so bind in
     * a later step.
     *
     * @param pfx a file on this machine, read when its turn comes and again after a resume
     * @param password blotted out of whatever the run writes
     */
    public static Operation<ImportedCertificate> importPfx(
            WindowsCertificateStore store, Path pfx, Secret password, ImportOptions options) {
        return new ImportCertificate(
                Objects.requireNonNull(store, "store"),
                Objects.requireNonNull(pfx, "pfx"),
                Objects.requireNonNull(password, "password"),
                Objects.requireNonNull(options, "options"));
    }

    /**
     * Gives a binding of IIS a certificate, as {@link WindowsCertificateStore#bind} does. Undone by giving it back the one that it had, or
     * none; refused if it has a third one by then.
     *
     * @throws IllegalArgumentException if the thumbprint is none
     */
    public static Operation<Done> bind(WindowsCertificateStore store, SiteBinding binding, String thumbprint) {
        return new BindCertificate(
                Objects.requireNonNull(store, "store"),
                Objects.requireNonNull(binding, "binding"),
                WindowsCertificate.requireThumbprint(thumbprint));
    }

    /**
     * No certificate ends soon or has ended, by the time of the run. The finding has those that do, with the days left and who uses them.
     * It fails too if there is no certificate of that name at all, and if one cannot be read.
     *
     * @param part of the subject or a DNS name, without case; empty for all
     */
    public static Check noneExpires(WindowsCertificateStore store, String part, Duration within) {
        if (within.isNegative()) {
            throw new IllegalArgumentException("The time to the end is not negative: " + within);
        }
        var of = part.isEmpty() ? "" : " of " + X509Text.printable(part);
        return Check.of(
                "No certificate" + of + " in " + store + " ends within " + days(within),
                run -> judge(store.contents(), part, within, run.now(), of + " in " + store));
    }

    private static Finding judge(StoreContents contents, String part, Duration within, Instant now, String where) {
        if (!contents.unreadable().isEmpty()) {
            return Finding.notOk(
                    contents.unreadable().size() + " certificates in LocalMachine\\" + contents.store()
                            + " cannot be read",
                    contents.unreadable().toArray(String[]::new));
        }
        var all = contents.of(part);
        if (all.isEmpty() && !part.isEmpty()) {
            return Finding.notOk("There is no certificate" + where);
        }
        var ending = contents.expiring(now, within, part);
        return ending.isEmpty()
                ? Finding.ok("None of " + all.size() + " certificates" + where + " ends within " + days(within))
                : Finding.notOk(
                        ending.size() + " of " + all.size() + " certificates" + where + " end within " + days(within),
                        ending.stream()
                                .map(each -> line(each, now, contents.usersOf(each.thumbprint())))
                                .toArray(String[]::new));
    }

    private static String days(Duration time) {
        return time.toDays() + " days";
    }

    private static String line(WindowsCertificate certificate, Instant now, List<String> users) {
        var left = certificate.daysLeft(now);
        var when = left < 0 ? "ended on " + certificate.notAfter() : left + " days left";
        var use = users.isEmpty() ? "" : "; used by " + String.join(", ", users);
        return certificate.thumbprint() + " " + certificate.subject() + ": " + when + use;
    }
}
