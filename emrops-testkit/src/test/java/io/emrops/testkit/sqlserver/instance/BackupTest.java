package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.Recogniser;
import io.emrops.testkit.sqlserver.statement.Recognition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackupTest {
    private final Server server = new Server();

    @BeforeEach
    void create() throws Exception {
        server.run("CREATE DATABASE EMRNext");
        server.commit("EMRNext");
    }

    private BackupSet lastSet() {
        var taken = server.instance.history().taken();
        return taken.get(taken.size() - 1).set();
    }

    @Test
    void a_backup_says_what_it_has_written_and_is_remembered() throws Exception {
        var said = server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak' WITH CHECKSUM, DESCRIPTION = 'opId=1'");

        assertThat(said).extracting(SqlError::number).containsExactly(4035, 4035, 3014);
        assertThat(said).allSatisfy(message -> assertThat(message.isError()).isFalse());
        assertThat(lastSet().description()).isEqualTo("opId=1");
        assertThat(lastSet().features().checksums()).isTrue();
    }

    @Test
    void logs_follow_one_another_without_a_gap() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        var full = lastSet();
        server.run("BACKUP LOG EMRNext TO DISK = 'log1.trn'");
        var first = lastSet();
        server.commit("EMRNext");
        server.run("BACKUP LOG EMRNext TO DISK = 'log2.trn'");
        var second = lastSet();

        assertThat(first.first().isAfter(full.last())).isFalse();
        assertThat(first.features().beginsLogChain()).isTrue();
        assertThat(second.first()).isEqualTo(first.last());
        assertThat(second.features().beginsLogChain()).isFalse();
    }

    @Test
    void copy_only_leaves_the_sequence_of_backups_alone() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        var full = lastSet();
        server.run("BACKUP DATABASE EMRNext TO DISK = 'copy.bak' WITH COPY_ONLY");
        server.run("BACKUP LOG EMRNext TO DISK = 'copy.trn' WITH COPY_ONLY");
        var copy = lastSet();
        server.run("BACKUP LOG EMRNext TO DISK = 'log.trn'");

        assertThat(lastSet().first()).isEqualTo(copy.first());
        assertThat(server.database("EMRNext").differentialBase().orElseThrow().backupSet())
                .isEqualTo(full.id());
    }

    @Test
    void beside_differential_copy_only_is_passed_over() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'diff.bak' WITH DIFFERENTIAL, COPY_ONLY");

        assertThat(lastSet().copyOnly()).isFalse();
        assertThat(lastSet().kind()).isEqualTo(BackupSet.Kind.DIFFERENTIAL);
    }

    @Test
    void what_has_no_base_is_refused() {
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'd' WITH DIFFERENTIAL"))
                .containsExactly(3035, 3013);
        assertThat(server.errorsOf("BACKUP LOG EMRNext TO DISK = 'l'")).containsExactly(4214, 3013);
        assertThat(server.errorsOf("BACKUP DATABASE Nowhere TO DISK = 'n'")).containsExactly(911, 3013);
    }

    @Test
    void options_that_exclude_each_other_are_refused() {
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x' WITH CHECKSUM, NO_CHECKSUM"))
                .containsExactly(3031, 3013);
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x' WITH NORECOVERY"))
                .containsExactly(3032, 3013);
        assertThat(server.instance.disk().at("x")).isEmpty();
    }

    @Test
    void what_the_edition_lacks_is_refused_before_a_device_is_touched() throws Exception {
        var express = new Server(16, Edition.EXPRESS);
        express.run("CREATE DATABASE EMRNext");
        express.instance.disk().refuse("x", 5);

        assertThat(express.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x' WITH COMPRESSION"))
                .containsExactly(1844, 3013);
        assertThat(express.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x'")).containsExactly(3201, 3013);
    }

    @Test
    void a_path_that_cannot_be_written_is_told_with_the_systems_number() throws Exception {
        server.instance.disk().refuse("x", 5);
        try {
            server.run("BACKUP DATABASE EMRNext TO DISK = 'x'");
        } catch (Refusal e) {
            assertThat(e.errors().get(0).text())
                    .isEqualTo("Cannot open backup device 'x'. Operating system error 5(Access is denied.).");
            return;
        }
        throw new AssertionError("not refused");
    }

    @Test
    void a_full_disk_leaves_half_a_file_that_nobody_restores() throws Exception {
        server.instance.disk().fill("x");

        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x'")).containsExactly(3202, 3013);
        assertThat(server.instance.history().taken()).isEmpty();
        assertThat(server.errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'x' WITH REPLACE"))
                .containsExactly(3256, 3013);
    }

    @Test
    void sets_are_appended_or_written_over() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'x'");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'X' WITH NOINIT");
        assertThat(lastSet().position()).isEqualTo(2);

        server.run("BACKUP DATABASE EMRNext TO DISK = 'x' WITH INIT");
        assertThat(lastSet().position()).isEqualTo(1);
        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'x' WITH FILE = 2"))
                .containsExactly(3287, 3013);
    }

    @Test
    void stripes_belong_together() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'a', DISK = 'b'");

        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'a'")).containsExactly(3132, 3013);
        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'a', DISK = 'a'"))
                .containsExactly(3227, 3013);
        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'b', DISK = 'a'"))
                .isEmpty();
        assertThat(server.errorsOf("BACKUP LOG EMRNext TO DISK = 'a'")).containsExactly(3231, 3013);
        assertThat(server.errorsOf("BACKUP LOG EMRNext TO DISK = 'a' WITH FORMAT"))
                .isEmpty();
        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'b', DISK = 'a'"))
                .containsExactly(3258, 3013);
    }

    @Test
    void a_file_that_is_no_backup_is_not_written_over() {
        server.instance.disk().put("notes.txt", new ServerFile.Other());

        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'notes.txt'"))
                .containsExactly(3241, 3013);
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'notes.txt' WITH INIT"))
                .containsExactly(3241, 3013);
    }

    @Test
    void compressed_and_encrypted_sets_do_not_mix_with_others() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'x'");

        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x' WITH COMPRESSION"))
                .containsExactly(3098, 3013);
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x'"
                        + " WITH ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = C)"))
                .containsExactly(3095, 3013);
    }

    @Test
    void bad_pages_are_found_if_one_asks_for_checksums() throws Exception {
        server.instance.damage("EMRNext");

        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x' WITH CHECKSUM"))
                .containsExactly(3043, 3013);
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'y' WITH CHECKSUM, CONTINUE_AFTER_ERROR"))
                .isEmpty();
        assertThat(server.errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'y' WITH REPLACE"))
                .containsExactly(3182, 3013);
    }

    @Test
    void what_is_not_played_is_not_claimed_either() {
        for (var sql : List.of(
                "BACKUP DATABASE EMRNext FILE = 'EMRNext' TO DISK = 'x'",
                "BACKUP DATABASE EMRNext TO DISK = 'x' MIRROR TO DISK = 'y' WITH FORMAT",
                "RESTORE DATABASE EMRNext FILE = 'EMRNext' FROM DISK = 'x'",
                "RESTORE DATABASE EMRNext FROM DISK = 'x' WITH PARTIAL")) {
            assertThatIllegalArgumentException().as(sql).isThrownBy(() -> server.run(sql));
        }
        assertThat(server.instance.disk().at("x")).isEmpty();
    }

    @Test
    void in_a_transaction_nothing_is_backed_up() throws Exception {
        var statement = ((Recognition.Recognised) new Recogniser(16).recognise("BACKUP DATABASE EMRNext TO DISK = @p"))
                .statements()
                .get(0);
        try {
            server.instance.run(
                    statement, new Caller(51, "sa", "master", true), Map.of("@p", "x"), new TestClient(server::pass));
        } catch (Refusal e) {
            assertThat(e.errors()).extracting(SqlError::number).isEqualTo(List.of(3021, 3013));
            return;
        }
        throw new AssertionError("not refused");
    }
}
