package io.emrops.sqlserver.server;

import io.emrops.PreconditionFailedException;
import java.util.Set;
import java.util.function.Predicate;

/** What not every version and edition can do ("Editions and supported features of SQL Server"). */
public enum Capability {
    /** {@code COMPRESSION}. */
    BACKUP_COMPRESSION("compressed backups", Editions::standardOrMore),
    /** {@code ENCRYPTION}. */
    BACKUP_ENCRYPTION("encrypted backups", Editions::standardOrMore),
    /** {@code COMPRESSION (ALGORITHM = …)}. */
    COMPRESSION_ALGORITHM(
            "a choice of the algorithm of compression",
            facts -> facts.majorVersion() >= 16 && Editions.standardOrMore(facts)),
    /** {@code MIRROR TO}. */
    MIRRORED_BACKUP("mirrored backups", Editions::enterprise),
    /** Backups to files; a managed instance has none. */
    BACKUP_TO_DISK("backups to files", facts -> facts.engineEdition() != 5 && facts.engineEdition() != 8),
    /** {@code sys.dm_os_file_exists} and {@code sys.dm_os_enumerate_filesystem}. */
    FILE_VIEWS("views of the server's files", facts -> facts.majorVersion() >= 14),
    /** {@code last_valid_restore_time} in the history of backups. */
    LAST_VALID_RESTORE_TIME("the last moment that a log reaches", facts -> facts.majorVersion() >= 16),
    /** {@code ALTER INDEX … REBUILD WITH (ONLINE = ON)}. */
    ONLINE_INDEX_REBUILD("rebuilds of indexes beside other work", Editions::enterpriseOrCloud),
    /** {@code RESUMABLE = ON}. */
    RESUMABLE_INDEX_REBUILD(
            "rebuilds of indexes that can be resumed",
            facts -> Editions.enterpriseOrCloud(facts) && (!Editions.enterprise(facts) || facts.majorVersion() >= 14));

    private final String words;
    private final Predicate<ServerFacts> condition;

    Capability(String words, Predicate<ServerFacts> condition) {
        this.words = words;
        this.condition = condition;
    }

    boolean isOf(ServerFacts facts) {
        return condition.test(facts);
    }

    /** @throws PreconditionFailedException if the server cannot do this */
    public void require(ServerFacts facts) {
        if (!isOf(facts)) {
            throw new PreconditionFailedException(
                    facts.name() + ", SQL Server " + facts.version() + " " + facts.edition() + ", has no " + words,
                    null,
                    facts.target());
        }
    }

    /** Which editions there are, by their numbers. */
    private static final class Editions {
        private static final Set<Long> STANDARD = Set.of(-1_534_726_760L, -1_785_266_663L);

        private Editions() {}

        static boolean enterprise(ServerFacts facts) {
            return facts.engineEdition() == 3;
        }

        static boolean enterpriseOrCloud(ServerFacts facts) {
            return enterprise(facts) || facts.engineEdition() == 5 || facts.engineEdition() == 8;
        }

        static boolean standardOrMore(ServerFacts facts) {
            return enterprise(facts) || facts.engineEdition() == 8 || STANDARD.contains(facts.editionId());
        }
    }
}
