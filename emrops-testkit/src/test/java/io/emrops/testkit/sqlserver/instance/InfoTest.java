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

    private @Nullable Object header(String path, String column) throws Exception {
        return cell(resultOf("RESTORE HEADERONLY FROM DISK = '" + path + "'"), 0, column);
    }

    @Test
    void headers_tell_of_a_tail() throws Exception {
        server.run("BACKUP LOG EMRNext TO DISK = 'log.trn'");
        server.run("BACKUP LOG EMRNext TO DISK = 'tail.trn' WITH NORECOVERY");

        assertThat(header("log.trn", "IsForceOffline")).isEqualTo(false);
        assertThat(header("log.trn", "Flags")).isEqualTo(512);
        assertThat(header("tail.trn", "IsForceOffline")).isEqualTo(true);
        assertThat(header("tail.trn", "HasIncompleteMetaData")).isEqualTo(false);
        assertThat(header("tail.trn", "Flags")).isEqualTo(512 + 64 + 256);
    }

    @Test
    void flags_say_what_the_columns_say() throws Exception {
        server.run("ALTER DATABASE EMRNext SET RECOVERY BULK_LOGGED");
        server.commit("EMRNext", "", true);
        server.run("BACKUP LOG EMRNext TO DISK = 'bulk.trn'");
        server.instance.damage("EMRNext");
        server.run("ALTER DATABASE EMRNext SET READ_ONLY, SINGLE_USER");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'y' WITH CHECKSUM, COPY_ONLY, CONTINUE_AFTER_ERROR");

        assertThat(header("bulk.trn", "Flags")).isEqualTo(512 + 1);
        assertThat(header("y", "IsDamaged")).isEqualTo(true);
        assertThat(header("y", "Flags")).isEqualTo(512 + 4 + 8 + 16 + 32 + 1024);
    }

    @Test
    void a_data_backup_is_on_one_path() throws Exception {
        server.run("BACKUP LOG EMRNext TO DISK = 'tail.trn' WITH NORECOVERY");
        server.run("RESTORE DATABASE EMRNext FROM DISK = 'x'");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'y'");

        assertThat(header("y", "FirstRecoveryForkID")).isEqualTo(header("y", "RecoveryForkID"));
        assertThat(header("y", "RecoveryForkID")).isNotEqualTo(header("x", "RecoveryForkID"));
        assertThat(header("y", "ForkPointLSN")).isNull();
    }

    @Test
    void the_log_over_a_fork_fits_onto_a_data_backup_behind_it() throws Exception {
        server.run("BACKUP LOG EMRNext TO DISK = 'tail.trn' WITH NORECOVERY");
        server.run("RESTORE DATABASE EMRNext FROM DISK = 'x'");
        server.commit("EMRNext");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'y'");
        var last = server.commit("EMRNext");
        server.run("BACKUP LOG EMRNext TO DISK = 'fork.trn'");
        server.run("RESTORE DATABASE EMRNext FROM DISK = 'y' WITH NORECOVERY");
        server.run("RESTORE LOG EMRNext FROM DISK = 'fork.trn'");

        assertThat(server.content("EMRNext")).contains(last);
    }

    @Test
    void the_log_over_a_fork_does_not_fit_onto_what_went_on_without_it() throws Exception {
        server.commit("EMRNext");
        server.run("BACKUP LOG EMRNext TO DISK = 'tail.trn' WITH NORECOVERY");
        server.run("RESTORE DATABASE EMRNext FROM DISK = 'x'");
        for (var i = 0; i < 5; i++) {
            server.commit("EMRNext");
        }
        server.run("BACKUP LOG EMRNext TO DISK = 'fork.trn'");
        server.run("RESTORE DATABASE EMRNext FROM DISK = 'x' WITH NORECOVERY, REPLACE");
        server.run("RESTORE LOG EMRNext FROM DISK = 'x' WITH NORECOVERY, FILE = 2");
        server.run("RESTORE LOG EMRNext FROM DISK = 'tail.trn' WITH NORECOVERY");

        assertThat(server.errorsOf("RESTORE LOG EMRNext FROM DISK = 'fork.trn'"))
                .containsExactly(4330, 3013);
    }

    @Test
    void what_encrypts_and_compresses_is_told() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'y'"
                + " WITH ENCRYPTION (ALGORITHM = TRIPLE_DES_3KEY, SERVER ASYMMETRIC KEY = C),"
                + " COMPRESSION (ALGORITHM = QAT_DEFLATE)");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'z'"
                + " WITH ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = C), COMPRESSION");

        assertThat(header("y", "KeyAlgorithm")).isEqualTo("triple_des_3key");
        assertThat(header("y", "EncryptorType")).isEqualTo("ASYMMETRIC KEY");
        assertThat(header("y", "CompressionAlgorithm")).isEqualTo("QAT_DEFLATE");
        assertThat(header("z", "KeyAlgorithm")).isEqualTo("aes_256");
        assertThat(header("z", "EncryptorType")).isEqualTo("CERTIFICATE");
        assertThat(header("z", "CompressionAlgorithm")).isEqualTo("MS_XPRESS");
        assertThat(header("x", "KeyAlgorithm")).isNull();
    }

    @Test
    void options_of_another_verb_are_refused() {
        for (var verb : List.of("VERIFYONLY", "HEADERONLY", "FILELISTONLY", "LABELONLY")) {
            var restore = "RESTORE " + verb + " FROM DISK = 'x' WITH ";
            for (var option : List.of("NORECOVERY", "REPLACE", "PARTIAL", "STANDBY = 'u'", "STOPAT = '2026-01-01'")) {
                assertThat(server.errorsOf(restore + option))
                        .as(verb + " " + option)
                        .containsExactly(3032, 3013);
            }
            for (var option : List.of("NO_CHECKSUM", "STOP_ON_ERROR", "NOUNLOAD", "REWIND")) {
                assertThat(server.errorsOf(restore + option))
                        .as(verb + " " + option)
                        .isEmpty();
            }
            for (var option : List.of("STATS = 10", "NOREWIND", "MOVE 'EMRNext' TO 'y'", "LOADHISTORY")) {
                assertThat(server.errorsOf(restore + option).isEmpty())
                        .as(verb + " " + option)
                        .isEqualTo(verb.equals("VERIFYONLY"));
            }
            assertThat(server.errorsOf(restore + "FILE = 1").isEmpty()).as(verb).isEqualTo(!verb.equals("LABELONLY"));
            assertThat(server.errorsOf(restore + "CHECKSUM, NO_CHECKSUM"))
                    .as(verb)
                    .containsExactly(3031, 3013);
        }
        assertThat(server.errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'x' WITH REPLACE, LOADHISTORY"))
                .containsExactly(3032, 3013);
    }

    @Test
    void history_is_loaded_if_one_asks_for_it() throws Exception {
        var other = new Server();
        other.instance.disk().put("x", server.instance.disk().at("x").orElseThrow());
        other.run("RESTORE VERIFYONLY FROM DISK = 'x' WITH FILE = 2");
        assertThat(other.instance.history().taken()).isEmpty();

        other.run("RESTORE VERIFYONLY FROM DISK = 'x' WITH FILE = 2, LOADHISTORY");
        other.run("RESTORE VERIFYONLY FROM DISK = 'x' WITH FILE = 2, LOADHISTORY");

        assertThat(other.instance.history().taken())
                .singleElement()
                .satisfies(taken -> assertThat(taken.set().position()).isEqualTo(2));
        assertThat(other.instance.history().restored()).isEmpty();
    }
}
