package io.emrops.sqlserver.restore;

import static io.emrops.testkit.sqlserver.script.RequestPattern.containing;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.backup.Backup;
import io.emrops.recovery.RecoverySource;
import io.emrops.sqlserver.server.ServerFacts;
import io.emrops.sqlserver.session.Sessions;
import io.emrops.sqlserver.statement.ServerPath;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.script.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MovesTest {
    private static final UUID FIRST = UUID.fromString("11111111-0000-0000-0000-000000000001");
    private static final UUID SECOND = UUID.fromString("22222222-0000-0000-0000-000000000001");

    private final SimulatedSqlServer server = SimulatedSqlServer.start();
    private final Sessions sessions = Sessions.of(server.dataSource()).build();
    private final Moves moves = moves();

    @AfterEach
    void close() {
        sessions.close();
        server.close();
    }

    private Moves moves() {
        var facts = ServerFacts.read(sessions.queries());
        var settings = new RecoverySettings(Optional.empty(), Optional.empty(), true, 1, Duration.ZERO);
        var details = new PlanDetails(
                facts.identity().toString(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                FIRST,
                0,
                Optional.empty(),
                Optional.empty(),
                "MULTI_USER",
                false,
                false,
                false,
                Optional.of("C:\\Data"),
                Optional.of("C:\\Log"));
        return new Moves(new Instance(sessions, facts, settings), details, "token");
    }

    private record File(
            String name, String type, long id, @Nullable UUID guid) {}

    private RecoverySource source(String name, File... files) {
        var rows = Answer.rows(
                "LogicalName nvarchar(128)",
                "PhysicalName nvarchar(260)",
                "Type nchar(1)",
                "FileId bigint",
                "Size bigint",
                "UniqueId uniqueidentifier");
        for (var file : files) {
            rows = rows.row(file.name, "P:\\" + file.name, file.type, file.id, 1L, file.guid);
        }
        server.script().when(containing("N'C:\\" + name + "'")).answer(rows);
        return new RecoverySource(
                UUID.randomUUID().toString(), Backup.Kind.LOG, List.of("C:\\" + name), 1, Instant.EPOCH, Map.of());
    }

    @Test
    void a_file_that_has_the_number_of_one_that_was_dropped_goes_elsewhere() {
        var full = source(
                "full.bak",
                new File("main", "D", 1, UUID.randomUUID()),
                new File("log", "L", 2, UUID.randomUUID()),
                new File("old", "D", 3, FIRST));
        var log = source("log.trn", new File("new", "D", 3, SECOND));

        var first = moves.of(full, Optional.empty());
        var then = moves.of(log, Optional.of(full));

        assertThat(first).hasSize(3);
        assertThat(first.get("old")).isEqualTo(path("C:\\Data\\emrops_token_3_11111111.ndf"));
        assertThat(then).containsExactly(Map.entry("new", path("C:\\Data\\emrops_token_3_22222222.ndf")));
        assertThat(first.values()).doesNotContainAnyElementsOf(then.values());
        assertThat(moves.of(full, Optional.empty())).as("asked again").isEqualTo(first);
    }

    @Test
    void a_file_that_has_the_name_of_one_that_was_dropped_does_not_go_to_where_it_lay() {
        var full = source("full.bak", new File("images", "D", 3, FIRST));
        var log = source("log.trn", new File("images", "D", 4, SECOND));
        var same = source("same.trn", new File("images", "D", 4, SECOND));

        assertThat(moves.of(log, Optional.of(full)))
                .containsExactly(Map.entry("images", path("C:\\Data\\emrops_token_4_22222222.ndf")));
        assertThat(moves.of(same, Optional.of(log))).isEmpty();
    }

    @Test
    void without_an_identity_number_and_name_tell_files_apart() {
        var full = source("full.bak", new File("old", "D", 3, null), new File("other", "D", 4, null));
        var log = source("log.trn", new File("new", "D", 3, null), new File("other", "D", 4, null));

        var then = moves.of(log, Optional.of(full));

        assertThat(then).containsOnlyKeys("new");
        assertThat(moves.of(full, Optional.empty()).values()).doesNotContainAnyElementsOf(then.values());
    }

    private static ServerPath path(String text) {
        return new ServerPath(ServerPath.Platform.WINDOWS, text);
    }
}
