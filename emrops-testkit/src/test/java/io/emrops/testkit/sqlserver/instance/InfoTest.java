package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.type.Column;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InfoTest {
    private final Server server = new Server();

    @BeforeEach
    void backUp() throws Exception {
        server.run("CREATE DATABASE EMRNext");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'x' WITH CHECKSUM, NAME = 'nightly', DESCRIPTION = 'opId=1'");
        server.run("BACKUP LOG EMRNext TO DISK = 'x'");
    }

    private Result resultOf(String sql) throws Exception {
        return server.run(51, "master", sql).result().orElseThrow();
    }

    private static @Nullable Object cell(Result result, int row, String column) {
        var names = result.columns().stream().map(Column::name).toList();
        assertThat(names).contains(column);
        return result.rows().get(row).get(names.indexOf(column));
    }

    @Test
    void headers_tell_each_set_of_a_file() throws Exception {
        var headers = resultOf("RESTORE HEADERONLY FROM DISK = 'x'");

        assertThat(headers.columns()).hasSize(59);
        assertThat(headers.rows()).hasSize(2);
        assertThat(cell(headers, 0, "BackupName")).isEqualTo("nightly");
        assertThat(cell(headers, 0, "BackupType")).isEqualTo(1);
        assertThat(cell(headers, 0, "HasBackupChecksums")).isEqualTo(true);
        assertThat(cell(headers, 0, "RecoveryModel")).isEqualTo("FULL");
        assertThat(cell(headers, 1, "BackupType")).isEqualTo(2);
        assertThat(cell(headers, 1, "BackupName")).isNull();
        assertThat(cell(headers, 1, "Position")).isEqualTo(2);
        assertThat(cell(headers, 1, "BeginsLogChain")).isEqualTo(true);
        assertThat((BigDecimal) cell(headers, 1, "FirstLSN"))
                .isLessThanOrEqualTo((BigDecimal) cell(headers, 0, "LastLSN"));
    }

    @Test
    void one_set_is_told_if_one_asks_for_it() throws Exception {
        assertThat(resultOf("RESTORE HEADERONLY FROM DISK = 'x' WITH FILE = 2").rows())
                .hasSize(1);
        assertThat(server.errorsOf("RESTORE HEADERONLY FROM DISK = 'x' WITH FILE = 3"))
                .containsExactly(3287, 3013);
    }

    @Test
    void three_columns_came_with_2022() throws Exception {
        var older = new Server(15, Edition.DEVELOPER);
        older.run("CREATE DATABASE EMRNext");
        older.run("BACKUP DATABASE EMRNext TO DISK = 'x'");

        var headers =
                older.run(51, "master", "RESTORE HEADERONLY FROM DISK = 'x'").result();

        assertThat(headers.orElseThrow().columns())
                .hasSize(56)
                .extracting(Column::name)
                .doesNotContain("LastValidRestoreTime");
    }

    @Test
    void files_are_told_as_a_restore_needs_them() throws Exception {
        var files = resultOf("RESTORE FILELISTONLY FROM DISK = 'x'");

        assertThat(files.columns()).hasSize(22);
        assertThat(files.rows()).hasSize(2);
        assertThat(List.of(cell(files, 0, "LogicalName"), cell(files, 0, "Type")))
                .isEqualTo(List.of("EMRNext", "D"));
        assertThat(List.of(cell(files, 1, "LogicalName"), cell(files, 1, "Type")))
                .isEqualTo(List.of("EMRNext_log", "L"));
    }

    @Test
    void without_the_certificate_not_even_the_files_are_told() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'secret'"
                + " WITH ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = C)");

        assertThat(server.errorsOf("RESTORE FILELISTONLY FROM DISK = 'secret'")).containsExactly(33111, 3013);
        assertThat(server.errorsOf("RESTORE HEADERONLY FROM DISK = 'secret'")).isEmpty();
    }

    @Test
    void a_stripe_tells_which_one_it_is() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'a', DISK = 'b'");

        var label = resultOf("RESTORE LABELONLY FROM DISK = 'b'");

        assertThat(label.columns()).hasSize(13);
        assertThat(cell(label, 0, "FamilyCount")).isEqualTo(2);
        assertThat(cell(label, 0, "FamilySequenceNumber")).isEqualTo(2);
    }

    @Test
    void what_is_no_backup_has_no_header() {
        server.instance.disk().put("notes.txt", new ServerFile.Other());

        assertThat(server.errorsOf("RESTORE HEADERONLY FROM DISK = 'notes.txt'"))
                .containsExactly(3241, 3013);
        assertThat(server.errorsOf("RESTORE LABELONLY FROM DISK = 'nowhere'")).containsExactly(3201, 3013);
    }
}
