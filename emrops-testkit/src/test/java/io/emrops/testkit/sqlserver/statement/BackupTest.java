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
import io.emrops.testkit.sqlserver.statement.BackupOption.Compression;
import io.emrops.testkit.sqlserver.statement.BackupOption.Encryption;
import io.emrops.testkit.sqlserver.statement.BackupOption.Flag;
import io.emrops.testkit.sqlserver.statement.BackupOption.Setting;
import io.emrops.testkit.sqlserver.statement.BackupOption.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {
    private static final Backup PLAIN = new Backup(
            Scope.DATABASE,
            new Name("WARD"),
            List.of(),
            List.of(new Device(Device.Kind.DISK, new Text("/b/ward.bak"))),
            List.of(),
            new BackupOptions(List.of()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BACKUP DATABASE WARD TO DISK = '/b/ward.bak'",
                "backup database [WARD] to disk=N'/b/ward.bak';",
                "BACKUP/**/DATABASE\"WARD\"TO DISK='/b/ward.bak';;",
                "-- nightly\nBACKUP DATABASE WARD /* all of /* it */ */\n\tTO DISK\n= '/b/ward.bak' -- done"
            })
    void spelling_makes_no_difference(String text) {
        assertThat(statement(text)).isEqualTo(PLAIN);
    }

    @Test
    void names_and_paths_are_unquoted() {
        var backup = (Backup) statement("BACKUP LOG [a]]b] TO DISK = N'/b/o''clock.trn'");

        assertThat(backup.scope()).isEqualTo(Scope.LOG);
        assertThat(backup.database()).isEqualTo(new Name("a]b"));
        assertThat(backup.devices()).containsExactly(new Device(Device.Kind.DISK, new Text("/b/o'clock.trn")));
    }

    @Test
    void variables_stand_for_the_database_the_devices_and_the_values() {
        var backup = (Backup)
                statement("BACKUP DATABASE @P0 TO DISK=@P1, @P2 WITH NAME=@P3, STATS = @P4, BLOCKSIZE = @P5, CHECKSUM");

        assertThat(backup.database()).isEqualTo(new Variable("@P0"));
        assertThat(backup.devices())
                .containsExactly(
                        new Device(Device.Kind.DISK, new Variable("@P1")),
                        new Device(Device.Kind.LOGICAL, new Variable("@P2")));
        assertThat(backup.options().all())
                .containsExactly(
                        new Value(Setting.NAME, new Variable("@P3")),
                        new Value(Setting.STATS, new Variable("@P4")),
                        new Value(Setting.BLOCKSIZE, new Variable("@P5")),
                        Flag.CHECKSUM);
    }

    @Test
    void stripes_and_mirrors_are_told_apart() {
        var backup = (Backup)
                statement(
                        "BACKUP DATABASE d TO DISK='1', TAPE='2' MIRROR TO URL='3', nightly MIRROR TO VIRTUAL_DEVICE='5', DISK='6' WITH FORMAT");

        assertThat(backup.devices()).extracting(Device::kind).containsExactly(Device.Kind.DISK, Device.Kind.TAPE);
        assertThat(backup.mirrors())
                .containsExactly(
                        List.of(
                                new Device(Device.Kind.URL, new Text("3")),
                                new Device(Device.Kind.LOGICAL, new Name("nightly"))),
                        List.of(
                                new Device(Device.Kind.VIRTUAL_DEVICE, new Text("5")),
                                new Device(Device.Kind.DISK, new Text("6"))));
        assertThat(backup.options().has(Flag.FORMAT)).isTrue();
    }

    @Test
    void parts_of_a_database_are_named() {
        var backup = (Backup)
                statement(
                        "BACKUP DATABASE d FILE='a', FILEGROUP=('b', @c), READ_WRITE_FILEGROUPS, PAGE='1:57' TO DISK='x' WITH DIFFERENTIAL");

        assertThat(backup.files())
                .containsExactly(
                        new FileSelection(FileSelection.Kind.FILE, List.of(new Text("a"))),
                        new FileSelection(FileSelection.Kind.FILEGROUP, List.of(new Text("b"), new Variable("@c"))),
                        new FileSelection(FileSelection.Kind.READ_WRITE_FILEGROUPS, List.of()),
                        new FileSelection(FileSelection.Kind.PAGE, List.of(new Text("1:57"))));
        refusedNearKeyword("BACKUP LOG d FILE = 'a' TO DISK = 'x'", "FILE");
    }

    @Test
    void compression_and_encryption_have_options_of_their_own() {
        var backup = (Backup) statement(
                "BACKUP DATABASE d TO DISK='x' WITH COMPRESSION (ALGORITHM = ZSTD, LEVEL = HIGH), ENCRYPTION (ALGORITHM = aes_256, SERVER CERTIFICATE = [Backup Cert])",
                17);

        assertThat(backup.options().all(Compression.class))
                .containsExactly(new Compression(Compression.Algorithm.ZSTD, Optional.of(Compression.Level.HIGH)));
        assertThat(backup.options().all(Encryption.class))
                .containsExactly(
                        new Encryption(Encryption.Algorithm.AES_256, Encryption.Encryptor.CERTIFICATE, "Backup Cert"));
        assertThat(statement(
                        "BACKUP DATABASE d TO DISK='x' WITH ENCRYPTION(ALGORITHM=AES_128, SERVER ASYMMETRIC KEY=k)"))
                .isNotNull();
    }

    @Test
    void contrary_and_doubled_options_are_left_for_execution() {
        var backup = (Backup)
                statement(
                        "BACKUP LOG d TO DISK='x' WITH CHECKSUM, NO_CHECKSUM, INIT, INIT, NAME='a', NAME='b', NORECOVERY, STANDBY='y', DIFFERENTIAL, STATS = 'x', STATS");

        assertThat(backup.options().all()).hasSize(11);
        assertThat(backup.options().value(Setting.NAME)).contains(new Text("b"));
        assertThat(backup.options().value(Setting.MEDIANAME)).isEmpty();
    }

    @Test
    void a_typing_error_in_an_option_is_named() {
        refused("BACKUP DATABASE d TO DISK='x' WITH CHECKSUMS", 155, "'CHECKSUMS' is not a recognized BACKUP option.");
        refused(
                "BACKUP DATABASE d TO DISK='x' WITH INIT, Bogus = 1",
                155,
                "'Bogus' is not a recognized BACKUP option.");
        assertThat(refusal("BACKUP DATABASE d TO DISK='x' WITH BOGUS").state()).isEqualTo(1);
        assertThat(refusal("BACKUP DATABASE d TO DISK='x' WITH BOGUS = 1").state())
                .isEqualTo(2);
        assertThat(refusal("BACKUP DATABASE d TO DISK='x' WITH BOGUS").severity())
                .isEqualTo(15);
        refused("BACKUP DATABASE d TO DISK='x' WITH NAME", 155, "'NAME' is not a recognized BACKUP option.");
        refused(
                "BACKUP LOG d TO DISK='x' WITH TRUNCATE_ONLY",
                155,
                "'TRUNCATE_ONLY' is not a recognized BACKUP option.");
    }

    @Test
    void an_option_of_a_newer_version_is_unknown() {
        var metadataOnly = "BACKUP DATABASE d TO DISK='x' WITH METADATA_ONLY";
        var zstd = "BACKUP DATABASE d TO DISK='x' WITH COMPRESSION (ALGORITHM = ZSTD)";
        var level = "BACKUP DATABASE d TO DISK='x' WITH COMPRESSION (ALGORITHM = MS_XPRESS, LEVEL = LOW)";

        assertThat(statement(metadataOnly, 16)).isNotNull();
        assertThat(refusal(metadataOnly, 15).text()).isEqualTo("'METADATA_ONLY' is not a recognized BACKUP option.");
        assertThat(statement(zstd, 17)).isNotNull();
        assertThat(refusal(zstd, 16).text()).isEqualTo("'ZSTD' is not a recognized BACKUP option.");
        assertThat(refusal(zstd, 15).text()).isEqualTo("Incorrect syntax near '('.");
        assertThat(statement(level, 17)).isNotNull();
        assertThat(refusal(level, 16).text()).isEqualTo("'LEVEL' is not a recognized BACKUP option.");
    }

    @Test
    void the_place_of_an_error_is_named() {
        refusedNearWith("BACKUP DATABASE d WITH INIT TO DISK = 'x'");
        refusedNearWith("BACKUP DATABASE d TO DISK = 'x' WITH INIT WITH FORMAT");
        refusedNear("BACKUP DATABASE 'd' TO DISK = 'x'", "d");
        refusedNear("BACKUP DATABASE my-db TO DISK = 'x'", "-");
        refusedNearKeyword("BACKUP DATABASE TO DISK = 'x'", "TO");
        refusedNearKeyword("BACKUP DATABASE d DISK = 'x'", "DISK");
    }

    @Test
    void a_missing_piece_is_found_at_what_follows() {
        refusedNear("BACKUP DATABASE d TO DISK 'x'", "x");
        refusedNearKeyword("BACKUP DATABASE d TO DISK = 'x' DISK = 'y'", "DISK");
        refusedNear("BACKUP DATABASE d TO DISK = 'x' WITH INIT FORMAT", "FORMAT");
        refusedNear("BACKUP DATABASE d TO DISK = 'x' WITH INIT,", ",");
        refusedNear("BACKUP DATABASE d TO DISK = 'x' WITH NAME =", "=");
        refusedNear("BACKUP DATABASE d TO DISK = 'x' WITH NAME = nightly", "nightly");
        refusedNear("BACKUP DATABASE d TO DISK = 5", "5");
        refusedNear("BACKUP DATABASE d TO DISK = 'x' WITH BLOCKSIZE = 1.5", "1.5");
        refusedNear("BACKUP DATABASE d TO FLOPPY = 'x'", "=");
        refusedNear("BACKUP DATABASE", "DATABASE");
        refusedNear("BACKUP DATABASE d", "d");
        refusedNear("BACKUP TABLES d TO DISK = 'x'", "TABLES");
        refusedNearKeyword("BACKUP TABLE d TO DISK = 'x'", "TABLE");
        refusedNear("BACKUP DATABASE d TO DISK = 'x' rubbish", "rubbish");
        refusedNear("BACKUP DATABASE d TO DISK = 'x'\nGO", "GO");
        refused(
                "BACKUP DATABASE d TO DISK = 'x' WITH BUFFERCOUNT = 99999999999",
                1080,
                "The integer value 99999999999 is out of range.");
    }

    @Test
    void a_certificate_is_neither_a_string_nor_a_variable() {
        refusedNear(
                "BACKUP DATABASE d TO DISK='x' WITH ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = 'c')", "c");
        refusedNear(
                "BACKUP DATABASE d TO DISK='x' WITH ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = @c)", "@c");
        refusedNear("BACKUP DATABASE d TO DISK='x' WITH ENCRYPTION (ALGORITHM = @a, SERVER CERTIFICATE = c)", "@a");
        refusedNear(
                "BACKUP DATABASE d TO DISK='x' WITH ENCRYPTION (ALGORITHM = ROT13, SERVER CERTIFICATE = c)", "ROT13");
        refusedNear("BACKUP DATABASE d TO DISK='x' WITH ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = c", "c");
    }

    @Test
    void what_has_no_end_is_refused_twice() {
        assertThat(((Recognition.Refused) Reading.of("BACKUP DATABASE d\nTO DISK = 'x WITH INIT")).errors())
                .extracting(error -> error.number() + " " + error.line() + " " + error.text())
                .containsExactly(
                        "105 2 Unclosed quotation mark after the character string 'x WITH INIT'.",
                        "102 2 Incorrect syntax near 'x WITH INIT'.");
        refused("BACKUP DATABASE [d TO", 105, "Unclosed quotation mark after the character string 'd TO'.");
        refused("BACKUP DATABASE d TO DISK = N'x", 105, "Unclosed quotation mark after the character string 'x'.");
        refused("BACKUP DATABASE d TO DISK = 'x' /* why", 113, "Missing end comment mark '*/'.");
    }

    @Test
    void names_have_their_limits() {
        var longest = "d".repeat(128);

        assertThat(((Backup) statement("BACKUP DATABASE [" + longest + "] TO DISK = 'x'")).database())
                .isEqualTo(new Name(longest));
        refused(
                "BACKUP DATABASE " + longest + "e TO DISK = 'x'",
                103,
                "The identifier that starts with '" + longest + "' is too long. Maximum length is 128.");
        assertThat(refusal("BACKUP DATABASE [] TO DISK = 'x'").number()).isEqualTo(1038);
    }

    @Test
    void values_may_be_negative_or_of_the_wrong_kind() {
        var backup = (Backup) statement("BACKUP DATABASE d TO DISK = 'x' WITH RETAINDAYS = -1, BLOCKSIZE = 'big'");

        assertThat(backup.options().value(Setting.RETAINDAYS)).contains(new WholeNumber(-1));
        assertThat(backup.options().value(Setting.BLOCKSIZE)).contains(new Text("big"));
    }
}
