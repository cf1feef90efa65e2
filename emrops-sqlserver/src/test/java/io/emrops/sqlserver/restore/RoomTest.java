package io.emrops.sqlserver.restore;

import static io.emrops.testkit.sqlserver.script.RequestPattern.containing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.backup.Backup.Kind;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.Rows;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RoomTest {
    private static final RequestPattern VOLUMES = containing("dm_os_volume_stats");
    private static final RequestPattern DRIVES = containing("dm_os_enumerate_fixed_drives");
    private static final RequestPattern FILES = containing("physical_name FROM sys.master_files");

    private final Hospital hospital = Hospital.inUtc();

    @AfterEach
    void close() {
        hospital.close();
    }

    private RecoveryPlan plan() throws SQLException {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        return hospital.recovery().build().plan(RecoveryRequest.beside(database, hospital.moment(), "Beside"));
    }

    private void answers(RequestPattern pattern, Answer answer) {
        hospital.server().script().when(pattern).answer(answer);
    }

    private static Rows volume(String mountPoint, Long available) {
        return Answer.rows("volume_mount_point nvarchar(512)", "available_bytes bigint")
                .row(mountPoint, available);
    }

    private static Rows drive(String path, Long available) {
        return Answer.rows("fixed_drive_path nvarchar(256)", "free_space_in_bytes bigint")
                .row(path, available);
    }

    private static Rows noFiles() {
        return Answer.rows("database_id int", "file_id int", "physical_name nvarchar(260)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\", "C:\\Mounted\\Data\\", "/var/opt/mssql/"})
    void a_volume_without_room_is_refused_also_if_it_is_mounted_below_a_drive(String mountPoint) {
        answers(VOLUMES, volume(mountPoint, 4096L));
        answers(DRIVES, drive("C:\\", 1L << 40));

        assertThatThrownBy(this::plan)
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("no room on " + mountPoint);
    }

    @Test
    void a_mounted_volume_with_room_is_not_taken_for_its_drive_without() throws Exception {
        answers(VOLUMES, volume("C:\\Mounted\\Data\\", 1L << 40));
        answers(DRIVES, drive("C:\\", 4096L));

        assertThat(plan().explanation()).noneMatch(line -> line.contains("room"));
    }

    @ParameterizedTest
    @CsvSource({"4096", "1099511627776"})
    void a_directory_without_a_database_is_not_known_whatever_the_drive_has(long available) throws Exception {
        answers(FILES, noFiles());
        answers(DRIVES, drive("C:\\", available));

        assertThat(plan().explanation())
                .anyMatch(line -> line.startsWith("Whether there is room for")
                        && line.contains("is not known")
                        && line.contains("on C:\\, unless another disk is mounted"));
    }

    @Test
    void what_a_volume_does_not_tell_is_not_known() throws Exception {
        answers(VOLUMES, volume("C:\\", null));
        answers(DRIVES, drive("C:\\", null));

        assertThat(plan().explanation())
                .anyMatch(line -> line.startsWith("Whether there is room for") && line.endsWith("is not known"));
    }

    @Test
    void who_may_not_see_the_disks_is_told_that_it_is_not_known() throws Exception {
        var refused = Answer.error(SqlError.of(300, 14, "VIEW SERVER STATE permission was denied"));
        answers(VOLUMES, refused);
        answers(DRIVES, refused);

        assertThat(plan().explanation()).anyMatch(line -> line.contains("is not known"));
    }

    @Test
    void without_a_look_at_the_backup_it_is_not_known() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);

        var plan = hospital.recovery()
                .headersNotRead()
                .build()
                .plan(RecoveryRequest.beside(database, hospital.moment(), "Beside"));

        assertThat(plan.explanation()).anyMatch(line -> line.contains("is not known: its backup was not looked at"));
    }
}
