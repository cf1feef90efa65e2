package io.emrops.testkit.sqlserver.statement;

import static io.emrops.testkit.sqlserver.statement.Reading.refusal;
import static io.emrops.testkit.sqlserver.statement.Reading.refused;
import static io.emrops.testkit.sqlserver.statement.Reading.refusedNear;
import static io.emrops.testkit.sqlserver.statement.Reading.refusedNearKeyword;
import static io.emrops.testkit.sqlserver.statement.Reading.refusedNearWith;
import static io.emrops.testkit.sqlserver.statement.Reading.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.Operand.Name;
import io.emrops.testkit.sqlserver.grammar.Operand.Text;
import io.emrops.testkit.sqlserver.grammar.Operand.Variable;
import io.emrops.testkit.sqlserver.grammar.Operand.WholeNumber;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Flag;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Move;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Setting;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Stop;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestoreTest {
    private static final Device X = new Device(Device.Kind.DISK, new Text("x"));

    @Test
    void files_may_be_moved() {
        var restore = (Restore)
                statement(
                        "RESTORE DATABASE [Ward 2] FROM DISK = N'x' WITH FILE = 2, MOVE N'ward' TO N'/d/w.mdf', MOVE @l TO @p, REPLACE, NORECOVERY, STATS = 5");

        assertThat(restore.database()).isEqualTo(new Name("Ward 2"));
        assertThat(restore.devices()).containsExactly(X);
        assertThat(restore.options().moves())
                .containsExactly(
                        new Move(new Text("ward"), new Text("/d/w.mdf")),
                        new Move(new Variable("@l"), new Variable("@p")));
        assertThat(restore.options().has(Flag.REPLACE)).isTrue();
        assertThat(restore.options().value(Setting.FILE)).contains(new WholeNumber(2));
        assertThat(restore.options().value(Setting.STATS)).contains(new WholeNumber(5));
    }

    @Test
    void a_log_stops_where_it_is_told() {
        var restore = (Restore)
                statement(
                        "restore log @d from disk=@f with stopat='2026-01-01T00:00:00', STOPATMARK = 'lsn:15000000040000037' , STOPBEFOREMARK=@m AFTER '2026-01-02', STANDBY = 'u'");

        assertThat(restore.scope()).isEqualTo(Scope.LOG);
        assertThat(restore.options().stops())
                .containsExactly(
                        new Stop(Stop.Kind.STOPAT, new Text("2026-01-01T00:00:00"), Optional.empty()),
                        new Stop(Stop.Kind.STOPATMARK, new Text("lsn:15000000040000037"), Optional.empty()),
                        new Stop(Stop.Kind.STOPBEFOREMARK, new Variable("@m"), Optional.of(new Text("2026-01-02"))));
        refusedNear("RESTORE LOG d FROM DISK='x' WITH STOPAT='2026-01-01' AFTER '2026-01-02'", "AFTER");
        refusedNear("RESTORE LOG d FROM DISK='x' WITH STOPAT=5", "5");
    }

    @Test
    void a_database_may_be_recovered_or_reverted_without_a_device() {
        assertThat(statement("RESTORE DATABASE d WITH RECOVERY"))
                .isEqualTo(new Restore(
                        Scope.DATABASE,
                        new Name("d"),
                        List.of(),
                        List.of(),
                        new RestoreOptions(List.of(Flag.RECOVERY))));
        assertThat(statement("RESTORE DATABASE d FROM DATABASE_SNAPSHOT = 'd_before'"))
                .isEqualTo(new RevertToSnapshot(
                        Scope.DATABASE, new Name("d"), List.of(), new Text("d_before"), new RestoreOptions(List.of())));
    }

    @Test
    void the_media_can_be_asked() {
        var none = new RestoreOptions(List.of());

        assertThat(statement("RESTORE HEADERONLY FROM DISK = 'x'")).isEqualTo(new RestoreHeaderOnly(X, none));
        assertThat(statement("RESTORE FILELISTONLY FROM DISK = 'x'")).isEqualTo(new RestoreFileListOnly(X, none));
        assertThat(statement("RESTORE LABELONLY FROM DISK = 'x'")).isEqualTo(new RestoreLabelOnly(X, none));
        assertThat(statement("RESTORE VERIFYONLY FROM DISK = 'x', DISK = 'x' WITH LOADHISTORY, CHECKSUM"))
                .isEqualTo(new RestoreVerifyOnly(
                        List.of(X, X), new RestoreOptions(List.of(Flag.LOADHISTORY, Flag.CHECKSUM))));
        assertThat(statement("RESTORE REWINDONLY FROM TAPE = 't'"))
                .isEqualTo(new RestoreRewindOnly(List.of(new Device(Device.Kind.TAPE, new Text("t"))), none));
        refusedNear("RESTORE HEADERONLY FROM DISK = 'x', DISK = 'y'", ",");
    }

    @Test
    void options_of_another_verb_and_contrary_ones_are_left_for_execution() {
        assertThat(statement("RESTORE HEADERONLY FROM DISK = 'x' WITH REPLACE, MOVE 'a' TO 'b'"))
                .isNotNull();
        assertThat(statement("RESTORE DATABASE d FROM DISK = 'x' WITH RECOVERY, NORECOVERY, RECOVERY"))
                .isNotNull();
    }

    @Test
    void pages_files_and_directories_are_read() {
        var restore = (Restore)
                statement(
                        "RESTORE DATABASE d PAGE = '1:57' FROM nightly WITH FILESTREAM (DIRECTORY_NAME = 'docs'), PASSWORD='p'");

        assertThat(restore.files())
                .containsExactly(new FileSelection(FileSelection.Kind.PAGE, List.of(new Text("1:57"))));
        assertThat(restore.options().all()).contains(new RestoreOption.Filestream("docs"));
    }

    @Test
    void a_typing_error_in_an_option_is_named() {
        refused(
                "RESTORE DATABASE d FROM DISK='x' WITH NORECOVER",
                155,
                "'NORECOVER' is not a recognized RESTORE option.");
        refused("RESTORE DATABASE d FROM DISK='x' WITH BOGUS='a'", 155, "'BOGUS' is not a recognized RESTORE option.");
        assertThat(refusal("RESTORE DATABASE d FROM DISK='x' WITH BOGUS='a'").state())
                .isEqualTo(2);
    }

    @Test
    void an_option_of_a_newer_version_is_unknown() {
        var retention = "RESTORE DATABASE d FROM DISK='x' WITH KEEP_TEMPORAL_RETENTION";
        var name = "RESTORE DATABASE d FROM DISK='x' WITH METADATA_ONLY, DBNAME = 'e'";

        assertThat(statement(retention, 14)).isNotNull();
        assertThat(refusal(retention, 13).text())
                .isEqualTo("'KEEP_TEMPORAL_RETENTION' is not a recognized RESTORE option.");
        assertThat(statement(name, 16)).isNotNull();
        assertThat(refusal(name, 15).text()).isEqualTo("'METADATA_ONLY' is not a recognized RESTORE option.");
    }

    @Test
    void near_misses_are_refused() {
        refusedNear("RESTORE DATABASE 'd' FROM DISK='x'", "d");
        refusedNearKeyword("RESTORE DATABASE d DISK='x'", "DISK");
        refusedNearKeyword("RESTORE HEADERONLY DISK='x'", "DISK");
        refusedNearWith("RESTORE HEADERONLY WITH FILE = 1");
        refusedNearWith("RESTORE DATABASE d FROM DISK='x' WITH REPLACE WITH RECOVERY");
        refusedNear("RESTORE DATABASE d FROM DISK='x' WITH MOVE 'a' 'b'", "b");
        refusedNear("RESTORE DATABASE d FROM DISK='x' WITH MOVE a TO 'b'", "a");
        refusedNear("RESTORE DATABASE d FROM DISK='x' WITH FILE = 'one'", "one");
        refusedNear("RESTORE DATABASE d FROM DISK='x' WITH REPLACE RECOVERY", "RECOVERY");
        refusedNear("RESTORE DATABASE d FROM DISK='x' WITH", "WITH");
        refusedNear("RESTORE BACKWARDS d", "BACKWARDS");
    }
}
