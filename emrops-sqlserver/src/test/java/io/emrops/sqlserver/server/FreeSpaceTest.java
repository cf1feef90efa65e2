package io.emrops.sqlserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Secret;
import io.emrops.sqlserver.session.Sessions;
import io.emrops.sqlserver.statement.ServerPath;
import io.emrops.sqlserver.statement.ServerPath.Platform;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.Rows;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On Linux, of which the simulated server is none. */
@Timeout(60)
class FreeSpaceTest {
    private final ScriptedSqlServer server = ScriptedSqlServer.start();
    private final Sessions sessions = Sessions.at(server.jdbcUrl())
            .user("sa", Secret.of(server.password().toCharArray()))
            .build();
    private final List<String> notes = new ArrayList<>();

    @AfterEach
    void stop() {
        sessions.close();
        server.close();
    }

    private Optional<String> shortage(String file, long bytes) {
        server.when(RequestPattern.containing("physical_name FROM sys.master_files"))
                .answer(Answer.rows("database_id int", "file_id int", "physical_name nvarchar(260)")
                        .row(5, 1, "/var/opt/mssql/data/EMRNext.mdf"));
        server.when(RequestPattern.containing("dm_os_volume_stats"))
                .answer(Answer.rows("volume_mount_point nvarchar(512)", "available_bytes bigint")
                        .row("/var/opt/mssql", 1000L));
        server.when(RequestPattern.containing("dm_os_enumerate_fixed_drives"))
                .answer(Answer.rows("fixed_drive_path nvarchar(256)", "free_space_in_bytes bigint")
                        .row("/", 5_000_000L));
        return shortage(Map.of(ServerPath.linux(file), bytes));
    }

    private Optional<String> shortage(Map<ServerPath, Long> needed) {
        var facts = new ServerFacts(
                "linux",
                16,
                "16.0.1000.6",
                3,
                0,
                "Developer Edition",
                Platform.LINUX,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ZoneOffset.UTC,
                new UUID(0, 1));
        return new FreeSpace(sessions.queries(), facts).shortage(needed, notes);
    }

    @Test
    void a_directory_of_databases_has_the_room_of_its_volume() {
        assertThat(shortage("/var/opt/mssql/data/Beside.mdf", 1000)).isEmpty();
        assertThat(shortage("/var/opt/mssql/data/Beside.mdf", 1001))
                .hasValueSatisfying(words -> assertThat(words).contains("no room on /var/opt/mssql"));

        assertThat(notes).isEmpty();
    }

    @Test
    void another_directory_is_not_known_also_if_only_its_capitals_are_others() {
        assertThat(shortage("/var/opt/mssql/DATA/Beside.mdf", 9_000_000)).isEmpty();

        assertThat(notes)
                .singleElement()
                .satisfies(note -> assertThat(note)
                        .contains("/var/opt/mssql/DATA is not known")
                        .contains(" on /, unless another disk is mounted"));
    }

    /** In two directories, on volumes of which the server tells this in this order. */
    private Optional<String> shortageOfTwo(Rows first, Rows second) {
        server.when(RequestPattern.containing("physical_name FROM sys.master_files"))
                .answer(Answer.rows("database_id int", "file_id int", "physical_name nvarchar(260)")
                        .row(5, 1, "/data/EMRNext.mdf")
                        .row(5, 2, "/log/EMRNext.ldf"));
        server.when(RequestPattern.containing("dm_os_volume_stats")).answer(first, second);
        var needed = new LinkedHashMap<ServerPath, Long>();
        needed.put(ServerPath.linux("/data/Beside.mdf"), 600L);
        needed.put(ServerPath.linux("/log/Beside.ldf"), 600L);
        return shortage(needed);
    }

    private static Rows volume(@Nullable String mountPoint, long available) {
        return Answer.rows("volume_mount_point nvarchar(512)", "available_bytes bigint")
                .row(mountPoint, available);
    }

    @Test
    void what_goes_to_one_volume_is_added_up_also_if_its_room_changes_meanwhile() {
        assertThat(shortageOfTwo(volume("/", 1100), volume("/", 1050)))
                .hasValueSatisfying(words -> assertThat(words).contains("no room on /"));
    }

    @Test
    void what_goes_to_two_volumes_is_not_added_up() {
        assertThat(shortageOfTwo(volume("/data", 1100), volume("/log", 1100))).isEmpty();
        assertThat(notes).isEmpty();
    }

    @Test
    void what_may_go_to_one_volume_is_not_known_if_it_has_no_room_for_all() {
        assertThat(shortageOfTwo(volume(null, 1100), volume(null, 1100))).isEmpty();
        assertThat(notes)
                .singleElement()
                .satisfies(note -> assertThat(note).contains("is not known", "may be one disk"));
    }

    @Test
    void what_may_go_to_one_volume_that_has_room_for_all_has_room() {
        assertThat(shortageOfTwo(volume(null, 1300), volume("", 1300))).isEmpty();
        assertThat(notes).isEmpty();
    }
}
