package io.emrops.recovery;

import io.emrops.backup.Backup;
import java.time.Instant;
import java.util.Objects;

/**
 * A recovery that is asked for: to a moment, or to the end of one backup.
 *
 * @param database which one is to be brought back
 * @param moment to when: what was committed then or before is in, what came later is not. An instant, because the time of
 *     a clock on the wall is said twice in the night that summer time ends. With a {@code backup}, only about when that ends
 * @param into the name of a new database beside it; empty to overwrite the database itself
 * @param backup the id of the backup that everything is restored up to the end of; empty to go to the moment
 * @param lossAccepted whether the database may also be overwritten if its newest changes are in no backup and cannot be backed
 *     up: they are lost for good then
 */
public record RecoveryRequest(String database, Instant moment, String into, String backup, boolean lossAccepted) {
    public RecoveryRequest {
        if (Objects.requireNonNull(database, "database").isBlank()) {
            throw new IllegalArgumentException("A database has a name");
        }
        Objects.requireNonNull(moment, "moment");
        Objects.requireNonNull(into, "into");
        Objects.requireNonNull(backup, "backup");
        if (into.equals(database)) {
            throw new IllegalArgumentException("The database beside " + database + " needs a name of its own");
        }
        if (lossAccepted && !into.isEmpty()) {
            throw new IllegalArgumentException("Beside " + database + " nothing is lost that could be accepted");
        }
    }

    /** The database itself, overwritten by its state of then. */
    public static RecoveryRequest inPlace(String database, Instant moment) {
        return new RecoveryRequest(database, moment, "", "", false);
    }

    /** A new database of this name with the state of then; the one there is stays as it is. */
    public static RecoveryRequest beside(String database, Instant moment, String into) {
        return new RecoveryRequest(database, moment, named(database, into), "", false);
    }

    /**
     * The database itself, overwritten by what it was at the end of a backup: exactly all that is in it, and in those that it
     * builds on.
     */
    public static RecoveryRequest toBackup(Backup backup) {
        return new RecoveryRequest(backup.database(), backup.finishedAt(), "", backup.id(), false);
    }

    /** The same as a new database of this name; the one there is stays as it is. */
    public static RecoveryRequest toBackup(Backup backup, String into) {
        return new RecoveryRequest(
                backup.database(), backup.finishedAt(), named(backup.database(), into), backup.id(), false);
    }

    private static String named(String database, String into) {
        if (into.isBlank()) {
            throw new IllegalArgumentException("The database beside " + database + " needs a name");
        }
        return into;
    }

    /**
     * The same, where changes may be lost for good that are in no backup and cannot be backed up any more, because the database
     * keeps no log or its log is lost. Where they can be, they are secured all the same.
     */
    public RecoveryRequest acceptingLoss() {
        return new RecoveryRequest(database, moment, into, backup, true);
    }

    /** Whether it goes to the end of one backup. */
    public boolean isToBackup() {
        return !backup.isEmpty();
    }

    /** To where it goes, in words. */
    public String goal() {
        return isToBackup() ? "the end of the backup " + backup + " of " + moment : moment.toString();
    }

    /** Whether the database itself is overwritten. */
    public boolean isInPlace() {
        return into.isEmpty();
    }

    /** The database that will be there. */
    public String result() {
        return into.isEmpty() ? database : into;
    }
}
