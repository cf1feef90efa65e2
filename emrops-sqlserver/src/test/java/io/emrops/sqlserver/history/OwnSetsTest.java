package io.emrops.sqlserver.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.DataSize;
import io.emrops.backup.Backup;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OwnSetsTest {
    private static final UUID FAMILY = id("family");
    private static final UUID GUID = id("guid");
    private static final Forks MAIN = Forks.on(id("main"));

    private final Identity live =
            new Identity("EMR", "HERE", Optional.of(FAMILY), Optional.of(GUID), Optional.of(MAIN));
    private final Identity gone = new Identity("EMR", "HERE", Optional.empty(), Optional.empty(), Optional.empty());

    private final BackupSet own = set("EMR", "here", GUID, MAIN, 100);

    @Test
    void what_another_server_made_counts_only_on_the_branches_that_the_database_came_from() {
        var replica = set("EMR", "REPLICA", id("theirs"), MAIN, 200);
        var copy = set("EMR", "TEST", id("copy"), Forks.on(id("elsewhere")), 300);
        var crossing = set("EMR", "TEST", id("copy"), crossing(MAIN, 150, "elsewhere"), 400);

        assertThat(OwnSets.of(live, List.of(own, replica, copy, crossing))).containsExactly(own, replica);
        assertThat(OwnSets.of(gone, List.of(own, replica, copy, crossing))).containsExactly(own, replica);
    }

    @Test
    void what_the_server_before_made_after_the_database_had_left_it_does_not_count() {
        var before = set("EMR", "OLD", id("old"), MAIN, 150);
        var after = set("EMR", "OLD", id("old"), MAIN, 250);
        var moved = new Identity(
                "EMR", "HERE", Optional.of(FAMILY), Optional.of(GUID), Optional.of(crossing(MAIN, 200, "moved")));
        var log = set("EMR", "HERE", GUID, crossing(MAIN, 200, "moved"), 300);
        var next =
                new Identity("EMR", "HERE", Optional.of(FAMILY), Optional.of(GUID), Optional.of(Forks.on(id("moved"))));

        assertThat(OwnSets.of(moved, List.of(before, after))).containsExactly(before);
        assertThat(OwnSets.of(next, List.of(before, after))).isEmpty();
        assertThat(OwnSets.of(next, List.of(before, after, log))).containsExactly(before, log);
        assertThat(OwnSets.of(gone, List.of(before, after, log))).containsExactly(before, log);
        assertThat(OwnSets.of(gone, List.of(before, after)))
                .as("of which nothing is known here")
                .hasSize(2);
    }

    @Test
    void what_a_server_of_unknown_name_made_was_made_here() {
        var unknown = set("EMR", "", GUID, Forks.on(id("anything")), 50);

        assertThat(OwnSets.of(live, List.of(unknown))).containsExactly(unknown);
    }

    @Test
    void another_name_is_a_databases_own_if_it_was_the_same_until_it_had_the_present_one() {
        var before = set("OLD", "HERE", GUID, MAIN, 50);
        var copy = set("COPY", "HERE", id("copy"), Forks.on(id("elsewhere")), 60);
        var elsewhere = set("OLD", "TEST", GUID, MAIN, 70);

        assertThat(OwnSets.of(live, List.of(before, copy, elsewhere))).containsExactly(before);
        assertThat(OwnSets.of(gone, List.of(before, copy))).isEmpty();
        assertThat(OwnSets.of(gone, List.of(before, copy, own))).containsExactly(before, own);
    }

    @Test
    void what_a_database_is_after_it_gave_its_name_away_is_not_that_of_the_next() {
        var renamed = set("OLD", "HERE", GUID, MAIN, 150);
        var next = new Identity(
                "EMR", "HERE", Optional.of(FAMILY), Optional.of(id("next")), Optional.of(Forks.on(id("branch"))));

        assertThat(OwnSets.of(next, List.of(own, renamed))).containsExactly(own);
    }

    @Test
    void another_database_that_had_the_name_here_stays_for_whoever_tells_families_apart() {
        var stranger = new BackupSet(
                own.id(),
                own.database(),
                id("stranger"),
                own.kind(),
                own.log(),
                own.forks(),
                own.differentialBase(),
                own.startedAt(),
                own.finishedAt(),
                own.lastValidRestore(),
                own.media(),
                own.traits());

        assertThat(OwnSets.of(live, List.of(stranger))).containsExactly(stranger);
    }

    @Test
    void another_servers_database_of_the_name_is_never_this_one_where_this_one_was_backed_up_or_is_open() {
        var theirs = set("EMR", "SITEB", id("theirs"), Forks.on(id("their branch")), 300);
        var namesake = new BackupSet(
                theirs.id(),
                theirs.database(),
                id("their family"),
                theirs.kind(),
                theirs.log(),
                theirs.forks(),
                theirs.differentialBase(),
                theirs.startedAt(),
                theirs.finishedAt(),
                theirs.lastValidRestore(),
                theirs.media(),
                theirs.traits());

        assertThat(OwnSets.of(gone, List.of(own, namesake))).containsExactly(own);
        assertThat(OwnSets.of(live, List.of(own, namesake))).containsExactly(own);
        assertThat(OwnSets.of(live, List.of(namesake))).isEmpty();
        assertThat(OwnSets.of(gone, List.of(namesake)))
                .as("of which nothing is known here")
                .containsExactly(namesake);
    }

    private static Forks crossing(Forks from, long point, String to) {
        return new Forks(from.last(), id(to), Optional.of(Lsn.of(point)));
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static BackupSet set(String database, String server, UUID guid, Forks forks, long last) {
        var at = OffsetDateTime.parse("2026-06-01T00:00:00Z").plusSeconds(last);
        var lsn = Lsn.of(last);
        return new BackupSet(
                UUID.randomUUID(),
                database,
                FAMILY,
                Backup.Kind.FULL,
                new LogRange(lsn, lsn, lsn, Lsn.of(0)),
                forks,
                Optional.empty(),
                at,
                at,
                Optional.empty(),
                new Media(UUID.randomUUID(), List.of("C:\\" + last), 1, 1),
                new Traits(
                        false,
                        false,
                        false,
                        true,
                        false,
                        Optional.empty(),
                        DataSize.mib(1),
                        DataSize.mib(1),
                        16,
                        "",
                        new Origin(server, Optional.of(guid), false)));
    }
}
