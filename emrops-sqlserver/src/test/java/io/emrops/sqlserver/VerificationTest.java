package io.emrops.sqlserver;

import static io.emrops.sqlserver.SimulatedBackups.full;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Finding;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.sqlserver.SimulatedBackups.Elsewhere;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.instance.ServerFile;
import io.emrops.testkit.sqlserver.instance.ServerFile.Backup.Condition;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class VerificationTest {
    private static final RequestPattern VERIFY = RequestPattern.startingWith("RESTORE VERIFYONLY");

    private final SimulatedBackups there = SimulatedBackups.start();
    private final SqlServerBackups backups = there.backups();

    @AfterEach
    void stop() {
        there.close();
    }

    private Finding verify(Backup backup) throws InterruptedException {
        return backups.verify(backup, Progress.none());
    }

    private Backup onlyKnown() {
        return backups.list("EMRNext").get(0);
    }

    @Test
    void a_whole_one_is_read_back_with_its_checksums() throws Exception {
        var finding = verify(there.take("x"));

        assertThat(finding.ok()).isTrue();
        assertThat(finding.details()).containsExactly("Known of it: " + Proof.READ_BACK);
        assertThat(there.sent("RESTORE VERIFYONLY").get(0)).contains("FILE = 1", "CHECKSUM", "STOP_ON_ERROR");
    }

    @ParameterizedTest
    @EnumSource(value = Condition.class, names = "SOUND", mode = EnumSource.Mode.EXCLUDE)
    void a_damaged_one_is_found_out(Condition condition) throws Exception {
        var backup = there.take("x");
        var disk = there.server.instance().disk();
        var file = (ServerFile.Backup) disk.at(backup.location()).orElseThrow();
        disk.put(backup.location(), new ServerFile.Backup(file.media(), file.family(), condition));

        var finding = verify(backup);

        assertThat(finding.ok()).isFalse();
        assertThat(finding.text()).containsPattern("SQL Server 3\\d{3}");
    }

    @Test
    void one_whose_file_is_gone_cannot_be_read_or_is_no_backup_is_found_out() throws Exception {
        var backup = there.take("x");
        var disk = there.server.instance().disk();

        disk.refuse(backup.location(), 53);
        assertThat(verify(backup).text()).contains("operating system error 53");
        disk.allow(backup.location());
        disk.delete(backup.location());
        assertThat(verify(backup).text()).contains("operating system error 2");
        disk.put(backup.location(), new ServerFile.Other());
        assertThat(verify(backup).text()).contains("3241");
        assertThat(verify(backup).ok()).isFalse();
    }

    @Test
    void one_whose_file_holds_another_by_now_is_found_out() throws Exception {
        var backup = there.take("x");
        there.run("BACKUP DATABASE EMRNext TO DISK = '" + backup.location() + "' WITH INIT, CHECKSUM, COPY_ONLY");

        var finding = verify(backup);

        assertThat(finding.ok()).isFalse();
        assertThat(finding.text()).contains("holds other backups");
        assertThat(verify(onlyKnown()).ok()).isTrue();
    }

    @Test
    void among_several_in_one_file_the_right_one_is_read() throws Exception {
        there.run(
                "BACKUP DATABASE EMRNext TO DISK = 'C:\\b\\all.bak'",
                "BACKUP DATABASE EMRNext TO DISK = 'C:\\b\\all.bak' WITH CHECKSUM",
                "BACKUP LOG EMRNext TO DISK = 'C:\\b\\all.bak' WITH CHECKSUM");
        var known = backups.list("EMRNext");

        assertThat(verify(known.get(1)).ok()).isTrue();
        assertThat(there.sent("RESTORE VERIFYONLY").get(0)).contains("FILE = 2");
        assertThat(verify(known.get(2)).text()).contains("no checksums");
        assertThat(verify(known.get(0)).ok()).isTrue();
    }

    @Test
    void one_without_checksums_is_a_finding_of_its_own_also_if_only_the_server_notices() throws Exception {
        there.run("BACKUP DATABASE EMRNext TO DISK = 'C:\\b\\x.bak' WITH NO_CHECKSUM");

        assertThat(verify(onlyKnown()).text()).contains("has no checksums");
        assertThat(there.sent("RESTORE VERIFYONLY")).isEmpty();

        there.time.advance(Duration.ofMinutes(1));
        var backup = there.take("y");
        there.server.script().when(VERIFY).answer(Answer.error(SqlError.of(3187, 16, "x")));
        assertThat(verify(backup).text()).contains("has no checksums");
    }

    @Test
    void without_the_word_of_the_server_nothing_is_whole() throws Exception {
        var backup = there.take("x");
        there.server
                .script()
                .when(VERIFY)
                .answer(Answer.message(3211, "100 percent processed.").then(Answer.done()));

        var finding = verify(backup);

        assertThat(finding.ok()).isFalse();
        assertThat(finding.text()).contains("3262");
    }

    @Test
    void a_stripe_that_is_missing_or_of_another_backup_is_noticed() throws Exception {
        var striped = there.backups(settings -> settings.files(2));
        var backup = striped.backup(full("x"), Progress.none());
        var second = backup.location().split("\\|", -1)[1];
        there.run("BACKUP DATABASE EMRNext TO DISK = '" + second + "' WITH FORMAT, COPY_ONLY");

        assertThat(verify(backup).text()).contains("of its 2 files, 1 were found");
        there.server.instance().disk().delete(second);
        assertThat(verify(backup).text()).contains("operating system error 2");
    }

    @Test
    void what_is_on_a_device_of_another_kind_is_not_read() throws Exception {
        var backup = there.take("x");
        var elsewhere = new Backup(
                "0-0-0-0-1",
                "EMRNext",
                Backup.Kind.FULL,
                "https://vault.example/x.bak",
                backup.finishedAt(),
                backup.size(),
                true,
                Proof.RECORDED);

        assertThat(verify(elsewhere).text()).contains("cannot be read from");
    }

    @Test
    void a_connection_that_is_lost_says_nothing_of_the_backup() throws Exception {
        var backup = there.take("x");
        there.server
                .script()
                .when(VERIFY)
                .answer(Answer.message(3211, "50 percent processed.")
                        .then(Answer.done())
                        .with(Fault.close().afterToken(1)));

        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> verify(backup));
    }

    @Test
    void reading_back_can_be_interrupted() throws Exception {
        var backup = there.take("x");
        var hold = there.server.instance().hold("RESTORE VERIFYON", 40);
        var reading = new Elsewhere<>(() -> verify(backup));
        hold.awaitArrival(SimulatedBackups.LIMIT);

        reading.interrupt();

        assertThatThrownBy(reading::get).isInstanceOf(InterruptedException.class);
    }
}
