package io.emrops.sqlserver.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@code BACKUP} as a text ("BACKUP (Transact-SQL)"). What the server would take from its own defaults is always written out: checksums,
 * what to do at a bad page, compression. There is no {@code INIT} and no {@code FORMAT}: nothing is overwritten.
 *
 * <pre>{@code
 * BackupStatement.database("EMRNext")
 *         .to(ServerPath.windows("D:\\Backup\\EMRNext_FULL.bak"))
 *         .copyOnly()
 *         .compressed()
 *         .description("opId=…")
 *         .build()
 *         .text();
 * }</pre>
 *
 * @see <a href="https://learn.microsoft.com/sql/t-sql/statements/backup-transact-sql">BACKUP (Transact-SQL)</a>
 */
public final class BackupStatement {
    private final String text;
    private final Identifier database;
    private final List<ServerPath> files;

    private BackupStatement(Builder from) {
        this.database = from.database;
        this.files = List.copyOf(from.files);
        this.text = from.text();
    }

    /** How a backup is encrypted. */
    public enum Algorithm {
        /** AES, 128 bits. */
        AES_128,
        /** AES, 192 bits. */
        AES_192,
        /** AES, 256 bits. */
        AES_256
    }

    /**
     * Begins a full backup of a database; a differential one by {@link Builder#differential}.
     *
     * @throws IllegalArgumentException as {@link Identifier} does
     */
    public static Builder database(String name) {
        return new Builder(false, Identifier.of(name));
    }

    /**
     * Begins a backup of a log.
     *
     * @throws IllegalArgumentException as {@link Identifier} does
     */
    public static Builder log(String name) {
        return new Builder(true, Identifier.of(name));
    }

    /** For the server. */
    public String text() {
        return text;
    }

    /** Of what. */
    public Identifier database() {
        return database;
    }

    /** Where to, in the order of their families. */
    public List<ServerPath> files() {
        return files;
    }

    /** As {@link #text}. */
    @Override
    public String toString() {
        return text;
    }

    /** What a backup is asked to be. Checksums, a stop at the first bad page, no compression, if nobody says otherwise. */
    public static final class Builder {
        private final boolean ofLog;
        private final Identifier database;
        private final List<ServerPath> files = new ArrayList<>();
        private boolean copyOnly;
        private boolean differential;
        private boolean compressed;
        private boolean noRecovery;
        private boolean noTruncate;
        private final PageOptions options = new PageOptions();
        private @Nullable String encryption;
        private @Nullable TextLiteral name;
        private @Nullable TextLiteral description;

        private Builder(boolean ofLog, Identifier database) {
            this.ofLog = ofLog;
            this.database = database;
        }

        /** One more file, which takes its share of the backup: all of them are needed to restore. At least one, up to 64. */
        public Builder to(ServerPath file) {
            files.add(Objects.requireNonNull(file, "file"));
            return this;
        }

        /** Beside the schedule: differential backups do not build on it, and a log is not truncated by it. */
        public Builder copyOnly() {
            copyOnly = true;
            return this;
        }

        /** Only what changed since the last full backup. */
        public Builder differential() {
            differential = true;
            return this;
        }

        /** Whether pages are verified and a checksum is written; yes if nobody says otherwise. */
        public Builder checksum(boolean on) {
            options.checksum(on);
            return this;
        }

        /** Goes on at a bad page: for the last backup of a damaged database, which is then marked as damaged. */
        public Builder continueAfterError() {
            options.continueAfterError();
            return this;
        }

        /** Compressed by the server's own algorithm. */
        public Builder compressed() {
            compressed = true;
            return this;
        }

        /**
         * Encrypted.
         *
         * @param certificate its name in master; whoever loses its private key cannot restore
         */
        public Builder encrypted(Algorithm algorithm, String certificate) {
            encryption = "ENCRYPTION (ALGORITHM = " + algorithm.name() + ", SERVER CERTIFICATE = "
                    + Identifier.of(certificate).quoted() + ")";
            return this;
        }

        /** What people call it, up to 128 characters. */
        public Builder name(String newName) {
            name = TextLiteral.of("The name of a backup", newName, 128);
            return this;
        }

        /** What is written beside it, up to 255 characters. */
        public Builder description(String newDescription) {
            description = TextLiteral.of("The description of a backup", newDescription, 255);
            return this;
        }

        /** Percent between two messages of progress, 1 to 100; 5 if nobody says otherwise. */
        public Builder stats(int percent) {
            options.stats(percent);
            return this;
        }

        /** The tail of a log: the database takes no more changes and is left restoring. */
        public Builder noRecovery() {
            noRecovery = true;
            return this;
        }

        /** The log of a database whose data files are lost. */
        public Builder noTruncate() {
            noTruncate = true;
            return this;
        }

        /** @throws IllegalArgumentException if the server would refuse it, or would silently do something else */
        public BackupStatement build() {
            StripedFiles.require(files);
            if (copyOnly && differential) {
                throw new IllegalArgumentException(
                        "A differential backup cannot be copy-only: the server would ignore one of both without a word");
            }
            if (ofLog && differential) {
                throw new IllegalArgumentException("A log has no differential backup");
            }
            if (!ofLog && (noRecovery || noTruncate)) {
                throw new IllegalArgumentException("NORECOVERY and NO_TRUNCATE are for backups of logs");
            }
            return new BackupStatement(this);
        }

        private String text() {
            var words = new ArrayList<String>();
            if (copyOnly) {
                words.add("COPY_ONLY");
            }
            if (differential) {
                words.add("DIFFERENTIAL");
            }
            words.addAll(options.ofPages());
            words.add(compressed ? "COMPRESSION" : "NO_COMPRESSION");
            if (encryption != null) {
                words.add(encryption);
            }
            if (noTruncate) {
                words.add("NO_TRUNCATE");
            }
            if (noRecovery) {
                words.add("NORECOVERY");
            }
            if (name != null) {
                words.add("NAME = " + name.quoted());
            }
            if (description != null) {
                words.add("DESCRIPTION = " + description.quoted());
            }
            words.add(options.ofProgress());
            return "BACKUP " + (ofLog ? "LOG " : "DATABASE ") + database.quoted() + " TO " + StripedFiles.text(files)
                    + PageOptions.with(words);
        }
    }
}
