package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.BackupSet.Kind;
import io.emrops.testkit.sqlserver.statement.Backup;
import io.emrops.testkit.sqlserver.statement.BackupOption.Compression;
import io.emrops.testkit.sqlserver.statement.BackupOption.Encryption;
import io.emrops.testkit.sqlserver.statement.BackupOption.Flag;
import io.emrops.testkit.sqlserver.statement.BackupOption.Setting;
import io.emrops.testkit.sqlserver.statement.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the options of a backup ask for ("BACKUP (Transact-SQL)"). */
final class BackupChoices {
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_DESCRIPTION = 255;
    private static final int MOST_DAYS = 99999;

    private final Instance instance;
    private final Backup backup;
    private final Values values;

    BackupChoices(Instance instance, Backup backup, Values values) {
        this.instance = instance;
        this.backup = backup;
        this.values = values;
    }

    boolean has(Flag flag) {
        return backup.options().has(flag);
    }

    boolean has(Setting setting) {
        return backup.options().value(setting).isPresent();
    }

    boolean ofLog() {
        return backup.scope() == Scope.LOG;
    }

    Kind kind() {
        return ofLog() ? Kind.LOG : has(Flag.DIFFERENTIAL) ? Kind.DIFFERENTIAL : Kind.FULL;
    }

    /** Beside DIFFERENTIAL, COPY_ONLY is passed over in silence. */
    boolean isCopyOnly() {
        return (has(Flag.COPY_ONLY) && !has(Flag.DIFFERENTIAL)) || has(Flag.NO_TRUNCATE);
    }

    /** Whether the database is closed by it. */
    boolean leavesRestoring() {
        return has(Flag.NORECOVERY) || has(Setting.STANDBY);
    }

    boolean continuesAfterErrors() {
        return has(Flag.CONTINUE_AFTER_ERROR) || has(Flag.NO_TRUNCATE);
    }

    /** Whether the log is to be had of a database that cannot be opened. */
    boolean savesTail() {
        return ofLog() && continuesAfterErrors() && !has(Setting.STANDBY);
    }

    boolean formats() {
        return has(Flag.FORMAT);
    }

    /** Whether it looks at what may not be written over. */
    boolean respects() {
        return !formats() && !has(Flag.SKIP);
    }

    /** Empty if none is asked for. */
    Optional<Compression.Algorithm> compression() {
        var chosen =
                backup.options().all(Compression.class).stream().findFirst().map(Compression::algorithm);
        return chosen.isEmpty() && has(Flag.COMPRESSION) ? Optional.of(Compression.Algorithm.MS_XPRESS) : chosen;
    }

    Optional<Encryption> encryption() {
        return backup.options().all(Encryption.class).stream().findFirst();
    }

    /** @throws Refusal if it is too long; that it is this number is unverified */
    String text(Setting setting) throws Refusal {
        var text = values.text(backup.options().value(setting)).orElse("");
        var isName = setting == Setting.NAME || setting == Setting.MEDIANAME;
        if (text.length() > (isName ? LONGEST_NAME : LONGEST_DESCRIPTION)) {
            throw instance.refusal(3217, setting);
        }
        return text;
    }

    /** Until when a set may not be written over; days count more than a date. Empty if nothing is said. */
    Optional<Instant> expires() throws Refusal {
        var days = backup.options().value(Setting.RETAINDAYS);
        if (days.isPresent()) {
            var number = values.number(days.get(), "RETAINDAYS");
            if (number < 0 || number > MOST_DAYS) {
                throw instance.refusal(3250, number, "RETAINDAYS");
            }
            return Optional.of(instance.now().plus(Duration.ofDays(number)));
        }
        var date = backup.options().value(Setting.EXPIREDATE);
        return date.isEmpty() ? Optional.empty() : Optional.of(values.time(date.get()));
    }

    void requireShort() throws Refusal {
        for (var setting : List.of(Setting.NAME, Setting.DESCRIPTION, Setting.MEDIANAME, Setting.MEDIADESCRIPTION)) {
            text(setting);
        }
    }

    /** @param statement as messages call it */
    void requireEdition(String statement) throws Refusal {
        if (instance.edition().compressesBackups()) {
            return;
        }
        if (compression().isPresent()) {
            throw instance.refusal(
                    1844, statement + " WITH COMPRESSION", instance.edition().words());
        }
        if (encryption().isPresent()) {
            throw instance.refusal(3099);
        }
    }

    /** Where among the other checks this stands is unverified. */
    void requireValidCertificate() throws Refusal {
        var name = encryption().map(Encryption::name);
        for (var certificate : instance.certificates()) {
            if (name.equals(Optional.of(certificate.name()))
                    && certificate.until().isBefore(instance.now())) {
                throw instance.refusal(3096);
            }
        }
    }
}
