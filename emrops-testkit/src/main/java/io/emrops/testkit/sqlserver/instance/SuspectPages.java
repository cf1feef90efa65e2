package io.emrops.testkit.sqlserver.instance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Pages on which somebody has found something wrong ("Manage the suspect_pages Table"). A bad page that nobody has read yet is not among
 * them; a database has one at most, the one that messages speak of.
 */
public final class SuspectPages {
    /** In the primary data file. */
    static final int PAGE = 8;

    private static final int MOST = 1000;

    private final List<Suspect> suspects = new ArrayList<>();

    SuspectPages() {}

    /** What has become of a page. */
    public enum Event {
        /** It does not have the sum that it should. */
        BAD_CHECKSUM(2),
        /** A restore has brought a good one. */
        RESTORED(4);

        private final int number;

        Event(int number) {
            this.number = number;
        }

        /** As {@code event_type} has it. */
        public int number() {
            return number;
        }
    }

    /**
     * A page.
     *
     * @param count how often an error was found
     * @param at when its row was changed last
     */
    public record Suspect(int databaseId, int file, long page, Event event, int count, Instant at) {}

    /** All, in the order in which they were found. */
    public synchronized List<Suspect> all() {
        return List.copyOf(suspects);
    }

    /** Somebody reads a database, and looks at the sums of its pages. */
    synchronized void read(Database database, Instant at) {
        if (!database.damaged()) {
            return;
        }
        for (var i = 0; i < suspects.size(); i++) {
            var suspect = suspects.get(i);
            if (suspect.databaseId() == database.id()) {
                suspects.set(i, suspect(database, Event.BAD_CHECKSUM, suspect.count() + 1, at));
                return;
            }
        }
        if (suspects.size() < MOST) {
            suspects.add(suspect(database, Event.BAD_CHECKSUM, 1, at));
        }
    }

    /** All pages of a database have come from a backup. */
    synchronized void restored(Database database, Instant at) {
        if (!database.damaged()) {
            suspects.replaceAll(suspect -> suspect.databaseId() == database.id()
                    ? suspect(database, Event.RESTORED, suspect.count(), at)
                    : suspect);
        }
    }

    synchronized void dropped(Database database) {
        suspects.removeIf(suspect -> suspect.databaseId() == database.id());
    }

    private static Suspect suspect(Database database, Event event, int count, Instant at) {
        return new Suspect(database.id(), 1, PAGE, event, count, at);
    }
}
