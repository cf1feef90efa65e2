package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.instance.ServerFile.Backup.Condition;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad pages are found by whoever looks at their sums; whoever does not takes them along. */
class DamageTest {
    private static final String RESTORE = "RESTORE DATABASE EMRNext FROM DISK = 'x' WITH REPLACE";
    private static final String VERIFY = "RESTORE VERIFYONLY FROM DISK = 'x'";

    private final Server server = new Server();

    @BeforeEach
    void create() throws Exception {
        server.run("CREATE DATABASE EMRNext");
        server.commit("EMRNext");
    }

    private void backUp(String options) throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'x'" + options);
    }

    /** Pages of the backup become bad. */
    private void spoil() {
        var file = (ServerFile.Backup) server.instance.disk().at("x").orElseThrow();
        server.instance.disk().put("x", file.in(Condition.BAD_PAGES));
    }

    private List<Integer> numbersOf(String sql) throws Exception {
        return server.run(sql).stream().map(SqlError::number).toList();
    }

    private BackupSet.Features lastFeatures() {
        var taken = server.instance.history().taken();
        return taken.get(taken.size() - 1).set().features();
    }

    @Test
    void without_checksums_damage_is_backed_up_verified_and_restored_and_nobody_knows() throws Exception {
        server.instance.damage("EMRNext");

        assertThat(numbersOf("BACKUP DATABASE EMRNext TO DISK = 'x'")).containsExactly(4035, 4035, 3014);
        assertThat(lastFeatures().damaged()).isFalse();
        assertThat(server.instance.history().suspectPages().all()).isEmpty();
        assertThat(numbersOf(VERIFY)).containsExactly(3262);
        assertThat(numbersOf(RESTORE)).containsExactly(4035, 4035, 3014);

        assertThat(numbersOf("DBCC CHECKDB (EMRNext) WITH NO_INFOMSGS")).contains(8989);
    }

    @Test
    void a_backup_from_before_the_damage_brings_a_sound_database_back() throws Exception {
        backUp("");
        server.instance.damage("EMRNext");
        server.run(RESTORE);

        assertThat(numbersOf("DBCC CHECKDB (EMRNext) WITH NO_INFOMSGS")).isEmpty();
    }

    @Test
    void a_differential_backup_takes_damage_along_as_well() throws Exception {
        backUp("");
        server.instance.damage("EMRNext");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'd' WITH DIFFERENTIAL");
        server.run(RESTORE + ", NORECOVERY");
        assertThat(server.database("EMRNext").damaged()).isFalse();
        server.run("RESTORE DATABASE EMRNext FROM DISK = 'd'");

        assertThat(server.database("EMRNext").damaged()).isTrue();
    }

    @Test
    void what_is_backed_up_in_spite_of_damage_says_so() throws Exception {
        server.instance.damage("EMRNext");

        assertThat(numbersOf("BACKUP DATABASE EMRNext TO DISK = 'x' WITH CHECKSUM, CONTINUE_AFTER_ERROR"))
                .containsExactly(4035, 4035, 3014, 3042);
        assertThat(lastFeatures().damaged()).isTrue();
        assertThat(numbersOf(VERIFY)).containsExactly(3188, 3262);
        assertThat(server.errorsOf(VERIFY + " WITH STOP_ON_ERROR")).containsExactly(3182, 3013);
        assertThat(server.errorsOf(RESTORE)).containsExactly(3182, 3013);
        assertThat(numbersOf(RESTORE + ", CONTINUE_AFTER_ERROR")).containsExactly(4035, 4035, 3188, 3184, 3014);
        assertThat(server.database("EMRNext").damaged()).isTrue();
    }

    @Test
    void a_compressed_backup_looks_at_pages_unless_one_says_no() throws Exception {
        server.instance.damage("EMRNext");

        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x' WITH COMPRESSION"))
                .containsExactly(3043, 3013);
        backUp(" WITH FORMAT, COMPRESSION, NO_CHECKSUM");
        assertThat(lastFeatures().checksums()).isFalse();
    }

    @Test
    void pages_without_sums_cannot_be_found_to_be_bad() throws Exception {
        server.run("ALTER DATABASE EMRNext SET PAGE_VERIFY NONE");
        server.instance.damage("EMRNext");

        backUp(" WITH CHECKSUM");
        assertThat(lastFeatures().damaged()).isFalse();
        assertThat(numbersOf(RESTORE)).containsExactly(4035, 4035, 3014);
        assertThat(server.database("EMRNext").damaged()).isTrue();
    }

    @Test
    void a_log_is_sound_although_pages_are_not() throws Exception {
        backUp("");
        server.instance.damage("EMRNext");

        assertThat(numbersOf("BACKUP LOG EMRNext TO DISK = 'l' WITH CHECKSUM")).containsExactly(4035, 3014);
        assertThat(lastFeatures().damaged()).isFalse();
    }

    @Test
    void a_backup_that_has_become_bad_is_found_by_its_checksums() throws Exception {
        backUp(" WITH CHECKSUM");
        spoil();

        assertThat(server.errorsOf(VERIFY)).containsExactly(3189, 3013);
        assertThat(server.errorsOf(VERIFY + " WITH STOP_ON_ERROR")).containsExactly(3183, 3013);
        assertThat(server.errorsOf(RESTORE)).containsExactly(3183, 3013);
        server.run(RESTORE + ", CONTINUE_AFTER_ERROR");
        assertThat(server.database("EMRNext").damaged()).isTrue();
    }

    @Test
    void a_backup_that_has_become_bad_is_called_valid_if_nobody_looks_at_checksums() throws Exception {
        backUp(" WITH CHECKSUM");
        spoil();
        assertThat(numbersOf(VERIFY + " WITH NO_CHECKSUM")).containsExactly(3262);
        assertThat(numbersOf(RESTORE + ", NO_CHECKSUM")).containsExactly(4035, 4035, 3014);
        assertThat(server.database("EMRNext").damaged()).isTrue();

        backUp(" WITH FORMAT");
        spoil();
        assertThat(numbersOf(VERIFY)).containsExactly(3262);
        assertThat(numbersOf(RESTORE)).containsExactly(4035, 4035, 3014);
        assertThat(server.database("EMRNext").damaged()).isTrue();
    }
}
