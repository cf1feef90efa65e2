package io.emrops.sqlserver.statement;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A {@code RESTORE} as a text ("RESTORE Statements (Transact-SQL)"), or one of its relatives that only read a backup. Whether the database
 * is opened afterwards is always written out, since that cannot be taken back.
 *
 * <pre>{@code
 * RestoreStatement.log("EMRNext")
 *         .from(ServerPath.windows("D:\\Backup\\EMRNext_LOG.trn"))
 *         .noRecovery()
 *         .stopAt(LocalDateTime.parse("2026-11-20T13:45:10"))
 *         .build()
 *         .text();
 * }</pre>
 *
 * @see <a href="https://learn.microsoft.com/sql/t-sql/statements/restore-statements-transact-sql">RESTORE Statements (Transact-SQL)</a>
 */
public final class RestoreStatement {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");

    private final String text;

    private RestoreStatement(String text) {
        this.text = text;
    }

    private enum Verb {
        DATABASE,
        LOG,
        VERIFYONLY
    }

    /**
     * Begins a restore of a full or differential backup; without files, it only opens a database that is restoring.
     *
     * @throws IllegalArgumentException as {@link Identifier} does
     */
    public static Builder database(String name) {
        return new Builder(Verb.DATABASE, Identifier.of(name));
    }

    /**
     * Begins a restore of a log.
     *
     * @throws IllegalArgumentException as {@link Identifier} does
     */
    public static Builder log(String name) {
        return new Builder(Verb.LOG, Identifier.of(name));
    }

    /** Begins reading a backup back: it is whole if message 3262 comes and no error. */
    public static Builder verifyOnly() {
        return new Builder(Verb.VERIFYONLY, null);
    }

    /** A row for every set in a file. */
    public static RestoreStatement headerOnly(ServerPath file) {
        return read("HEADERONLY", file, OptionalInt.empty());
    }

    /** A row for one set in a file. */
    public static RestoreStatement headerOnly(ServerPath file, int position) {
        return read("HEADERONLY", file, OptionalInt.of(position));
    }

    /** A row for every file of the database in a set. */
    public static RestoreStatement fileListOnly(ServerPath file, int position) {
        return read("FILELISTONLY", file, OptionalInt.of(position));
    }

    /** One row about the media. */
    public static RestoreStatement labelOnly(ServerPath file) {
        return read("LABELONLY", file, OptionalInt.empty());
    }

    private static RestoreStatement read(String verb, ServerPath file, OptionalInt position) {
        var from = "RESTORE " + verb + " FROM DISK = " + file.quoted();
        return new RestoreStatement(
                position.isEmpty() ? from : from + " WITH FILE = " + requirePosition(position.getAsInt()));
    }

    private static int requirePosition(int position) {
        if (position < 1) {
            throw new IllegalArgumentException("Backup sets count from 1, not " + position);
        }
        return position;
    }

    /** For the server. */
    public String text() {
        return text;
    }

    /** As {@link #text}. */
    @Override
    public String toString() {
        return text;
    }

    /** What a restore is asked to be. Checksums and a stop at the first bad page, if nobody says otherwise. */
    public static final class Builder {
        private final Verb verb;
        private final @Nullable Identifier database;
        private final List<ServerPath> files = new ArrayList<>();
        private final Map<TextLiteral, ServerPath> moves = new LinkedHashMap<>();
        private int position = 1;
        private @Nullable Boolean recovery;
        private boolean replace;
        private boolean restrictedUser;
        private final PageOptions options = new PageOptions();
        private @Nullable LocalDateTime stopAt;

        private Builder(Verb verb, @Nullable Identifier database) {
            this.verb = verb;
            this.database = database;
        }

        /** One more file of the backup; all of them are needed. */
        public Builder from(ServerPath file) {
            files.add(Objects.requireNonNull(file, "file"));
            return this;
        }

        /** Which set in the files, from 1; the first if nobody says otherwise. */
        public Builder file(int newPosition) {
            position = requirePosition(newPosition);
            return this;
        }

        /**
         * A file of the database goes elsewhere.
         *
         * @param logicalName what the database calls it
         * @param path its file, or its directory if it holds file streams
         */
        public Builder move(String logicalName, ServerPath path) {
            var name = TextLiteral.of("A logical name", logicalName, 128);
            if (moves.values().stream().anyMatch(path::isSameAs)) {
                throw new IllegalArgumentException("Two files cannot go to one place: " + path);
            }
            if (moves.put(name, path) != null) {
                throw new IllegalArgumentException("A file goes to one place: " + logicalName);
            }
            return this;
        }

        /** Opens the database afterwards. Nothing can be restored to it then. */
        public Builder recovery() {
            recovery = true;
            return this;
        }

        /** Leaves the database restoring, for more. */
        public Builder noRecovery() {
            recovery = false;
            return this;
        }

        /** Overwrites whatever database has the name, without the server's checks: other origin, tail of the log, files of others. */
        public Builder replace() {
            replace = true;
            return this;
        }

        /** Leaves the database to its owners and to administrators. */
        public Builder restrictedUser() {
            restrictedUser = true;
            return this;
        }

        /** Whether checksums are verified, and missing ones are an error; yes if nobody says otherwise. */
        public Builder checksum(boolean on) {
            options.checksum(on);
            return this;
        }

        /** Goes on at a bad page. */
        public Builder continueAfterError() {
            options.continueAfterError();
            return this;
        }

        /** Percent between two messages of progress, 1 to 100; 5 if nobody says otherwise. */
        public Builder stats(int percent) {
            options.stats(percent);
            return this;
        }

        /**
         * What was committed up to this moment, and nothing after it.
         *
         * @param time by the clock of the server that made the backup; whole milliseconds that end in 0, 3 or 7, as a "datetime" has them:
         *     the server would round others, and 59.999 would become the next minute
         */
        public Builder stopAt(LocalDateTime time) {
            var last = time.getNano() / 1_000_000 % 10;
            if (time.getNano() % 1_000_000 != 0
                    || last != 0 && last != 3 && last != 7
                    || time.getYear() < 1753
                    || time.getYear() > 9999) {
                throw new IllegalArgumentException(
                        "A moment to stop at has milliseconds that end in 0, 3 or 7 and a year of 1753 to 9999: "
                                + time);
            }
            stopAt = time;
            return this;
        }

        /** @throws IllegalArgumentException if the server would refuse it, or would take something from its defaults */
        public RestoreStatement build() {
            var reads = verb == Verb.VERIFYONLY;
            if (reads && (recovery != null || replace || restrictedUser || stopAt != null)) {
                throw new IllegalArgumentException("Reading a backup back changes no database");
            }
            if (!reads && recovery == null) {
                throw new IllegalArgumentException(
                        "A restore says whether the database is opened: recovery or noRecovery");
            }
            if (files.isEmpty()) {
                requireOpensOnly();
            } else {
                StripedFiles.require(files);
            }
            return new RestoreStatement(text());
        }

        private void requireOpensOnly() {
            if (verb != Verb.DATABASE || !Boolean.TRUE.equals(recovery)) {
                throw new IllegalArgumentException("Without files, a database can only be opened");
            }
            if (replace || stopAt != null || !moves.isEmpty() || position != 1) {
                throw new IllegalArgumentException("A database that is only opened has no files, moves or moments");
            }
        }

        private String text() {
            var head = "RESTORE " + verb.name() + (database == null ? "" : " " + database.quoted());
            var words = new ArrayList<String>();
            if (!files.isEmpty()) {
                words.add("FILE = " + position);
                words.addAll(options.ofPages());
                moves.forEach((name, path) -> words.add("MOVE " + name.quoted() + " TO " + path.quoted()));
            }
            if (recovery != null) {
                words.add(recovery ? "RECOVERY" : "NORECOVERY");
            }
            if (replace) {
                words.add("REPLACE");
            }
            if (restrictedUser) {
                words.add("RESTRICTED_USER");
            }
            if (stopAt != null) {
                words.add("STOPAT = '" + TIME.format(stopAt) + "'");
            }
            if (!files.isEmpty()) {
                words.add(options.ofProgress());
            }
            return head + (files.isEmpty() ? "" : " FROM " + StripedFiles.text(files)) + PageOptions.with(words);
        }
    }
}
