package io.emrops.sqlserver.recovery;

import io.emrops.sqlserver.history.BackupSet;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Everything a recovery is planned from.
 *
 * @param database which one is to be brought back
 * @param sets all backup sets that are known, also of other databases, damaged or lost ones: what they say of the log still helps
 * @param unreachable those whose files are not there, cannot be read, or cannot be decrypted
 * @param otherNames under which the same database was backed up earlier
 * @param family which database, if several had that name; empty to take the live one, or the only one that was there
 * @param branch which branch of its history, if it is not to be chosen by the moment
 * @param branchesBegan when branches began, as far as known from "restorehistory": the moment the restored database was opened
 * @param live the database as it is now, if it is there
 * @param clock the server's
 * @param primaries the servers that never held the database as a secondary replica: their log backups hold what was committed before they
 *     began, and those of others may lag behind; empty if there is no other
 */
public record Situation(
        String database,
        List<BackupSet> sets,
        Set<UUID> unreachable,
        Set<String> otherNames,
        Optional<UUID> family,
        Optional<UUID> branch,
        Map<UUID, Instant> branchesBegan,
        Optional<LiveDatabase> live,
        ServerClock clock,
        Optional<Set<String>> primaries) {
    public Situation {
        if (Objects.requireNonNull(database, "database").isBlank()) {
            throw new IllegalArgumentException("A database has a name");
        }
        sets = List.copyOf(sets);
        unreachable = Set.copyOf(unreachable);
        otherNames = Set.copyOf(otherNames);
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(branch, "branch");
        branchesBegan = Map.copyOf(branchesBegan);
        Objects.requireNonNull(live, "live");
        Objects.requireNonNull(clock, "clock");
        primaries = primaries.map(Set::copyOf);
    }

    /** Nothing is known beyond the sets and the clock; all their files are there. */
    public static Situation of(String database, Collection<BackupSet> sets, ServerClock clock) {
        return new Situation(
                database,
                List.copyOf(sets),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                clock,
                Optional.empty());
    }

    /** The same, where these sets' files cannot be used. */
    public Situation withUnreachable(Collection<UUID> ids) {
        return new Situation(
                database, sets, Set.copyOf(ids), otherNames, family, branch, branchesBegan, live, clock, primaries);
    }

    /** The same, where these are the sets that are known. */
    public Situation withSets(Collection<BackupSet> known) {
        return new Situation(
                database,
                List.copyOf(known),
                unreachable,
                otherNames,
                family,
                branch,
                branchesBegan,
                live,
                clock,
                primaries);
    }

    /** The same with the database as it is now. */
    public Situation withLive(LiveDatabase database) {
        return new Situation(
                this.database,
                sets,
                unreachable,
                otherNames,
                family,
                branch,
                branchesBegan,
                Optional.of(database),
                clock,
                primaries);
    }

    /** The same, where the database was also backed up under other names. */
    public Situation withOtherNames(Collection<String> names) {
        return new Situation(
                database, sets, unreachable, Set.copyOf(names), family, branch, branchesBegan, live, clock, primaries);
    }

    /** The same of one of several databases that had that name. */
    public Situation withFamily(UUID wanted) {
        return new Situation(
                database,
                sets,
                unreachable,
                otherNames,
                Optional.of(wanted),
                branch,
                branchesBegan,
                live,
                clock,
                primaries);
    }

    /** The same on a branch that was chosen. */
    public Situation withBranch(UUID wanted) {
        return new Situation(
                database,
                sets,
                unreachable,
                otherNames,
                family,
                Optional.of(wanted),
                branchesBegan,
                live,
                clock,
                primaries);
    }

    /** The same with one more branch whose beginning is known. */
    public Situation withBranchBegan(UUID fork, Instant moment) {
        var more = new LinkedHashMap<>(branchesBegan);
        more.put(fork, moment);
        return new Situation(database, sets, unreachable, otherNames, family, branch, more, live, clock, primaries);
    }

    /** The same, where only log backups of these servers are known to hold what was committed before they began. */
    public Situation withPrimaries(Collection<String> servers) {
        return new Situation(
                database,
                sets,
                unreachable,
                otherNames,
                family,
                branch,
                branchesBegan,
                live,
                clock,
                Optional.of(Set.copyOf(servers)));
    }

    /** Whether a log backup may lack what was committed before it began. */
    boolean mayLag(BackupSet log) {
        return primaries
                .filter(servers -> servers.stream()
                        .noneMatch(server ->
                                server.equalsIgnoreCase(log.traits().origin().server())))
                .isPresent();
    }
}
