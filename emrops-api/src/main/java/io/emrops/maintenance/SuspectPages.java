package io.emrops.maintenance;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The pages of a database on which the system has come across errors. That there are none says nothing about pages that nobody has
 * read.
 *
 * @param database which one
 * @param pages in the order of files and pages
 * @param listFull whether the system's list, which is that of all its databases, is full or nearly: what comes then is not noted
 */
public record SuspectPages(String database, List<Page> pages, boolean listFull) {
    /** What is known of a page. */
    public enum State {
        /** It could not be read, or is not what it should be. */
        UNREADABLE,
        /** Its checksum is wrong. */
        BAD_CHECKSUM,
        /** Only a part of it was written. */
        TORN,
        /** A good one was restored. */
        RESTORED,
        /** It was repaired. */
        REPAIRED,
        /** It was taken out of use. */
        DEALLOCATED,
        /** The system says something else. */
        OTHER
    }

    /**
     * A page.
     *
     * @param file which of the database's files
     * @param number in the file
     * @param state what is known of it
     * @param errors how often it was come across
     * @param lastSeen by the system's clock
     */
    public record Page(int file, long number, State state, int errors, Instant lastSeen) {
        public Page {
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(lastSeen, "lastSeen");
        }

        /** Whether it is bad, as far as is known. */
        public boolean isBad() {
            return state != State.RESTORED && state != State.REPAIRED && state != State.DEALLOCATED;
        }

        /** In one line. */
        public String words() {
            return "page " + file + ":" + number + ", "
                    + state.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", " + errors
                    + (errors == 1 ? " error" : " errors") + ", last at " + lastSeen;
        }
    }

    public SuspectPages {
        Objects.requireNonNull(database, "database");
        pages = List.copyOf(pages);
    }

    /** Those that are bad. */
    public List<Page> bad() {
        return pages.stream().filter(Page::isBad).toList();
    }
}
