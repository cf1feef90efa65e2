package io.emrops.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Probe;
import io.emrops.TargetUnavailableException;
import io.emrops.Undoing;
import io.emrops.core.fixture.FakeStep;
import io.emrops.core.fixture.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "makes links and sets POSIX permissions")
class StateBackupTest {
    private final FakeStep run = new FakeStep();

    @TempDir
    private Path dir;

    private Path srv;
    private Path backups;

    @BeforeEach
    void system() throws Exception {
        srv = Files.createDirectory(dir.resolve("srv"));
        backups = dir.resolve("backups");
        Files.writeString(srv.resolve("compose.yaml"), "services: {}\n");
        Files.writeString(srv.resolve(".env"), "PASSWORD=x\n");
        Files.setPosixFilePermissions(srv.resolve(".env"), PosixFilePermissions.fromString("r--r-----"));
        Files.createDirectories(srv.resolve("config/empty"));
        Files.writeString(srv.resolve("config/größe.json"), "{}");
        Files.createSymbolicLink(srv.resolve("config/current.json"), Path.of("größe.json"));
    }

    @Test
    void everything_is_in_one_private_verified_archive() throws Exception {
        var backup = operation().execute(run);

        assertThat(backup.files()).isEqualTo(3);
        assertThat(backup.takenAt()).isEqualTo(run.now());
        assertThat(Path.of(backup.path()).getFileName().toString())
                .startsWith("state-20260301T020304Z-")
                .endsWith(".zip");
        assertThat(Files.getPosixFilePermissions(Path.of(backup.path())))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(backups)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Archive.hash(Path.of(backup.path()))).isEqualTo(backup.sha256());
        assertThat(Files.size(Path.of(backup.path()))).isEqualTo(backup.size().bytes());
        try (var zip = new ZipFile(backup.path());
                var names = zip.stream().map(e -> e.getName())) {
            assertThat(names)
                    .containsExactlyInAnyOrder(
                            "files/compose.yaml", "files/.env", "files/config/größe.json", Manifest.NAME);
        }
        assertThat(Tree.of(backups)).as("no temporary file is left").hasSize(1);
        assertThat(operation().output().faults()).isEmpty();
        assertThat(operation().undoing()).isEqualTo(Undoing.nothing("a backup is kept"));
    }

    @Test
    void a_repetition_finds_what_was_made() throws Exception {
        var backup = operation().execute(run);

        assertThat(operation().probe(run)).isEqualTo(Probe.applied(backup));
        assertThat(operation().execute(run)).isEqualTo(backup);
        assertThat(operation().probe(new FakeStep())).isEqualTo(Probe.notApplied());
        assertThat(Tree.of(backups)).hasSize(1);
    }

    @Test
    void nothing_was_made_before_there_is_a_directory() throws Exception {
        assertThat(operation().probe(run)).isEqualTo(Probe.notApplied());
    }

    @Test
    void a_preview_writes_nothing() throws Exception {
        var before = Tree.of(dir);

        var preview = operation().preview(run);

        assertThat(preview.changes())
                .containsExactly(
                        "copies " + srv.resolve("compose.yaml") + " into an archive in " + backups,
                        "copies " + srv.resolve(".env") + " into an archive in " + backups,
                        "copies " + srv.resolve("config") + " into an archive in " + backups);
        assertThat(preview.remarks()).containsExactly("3 files of together 26 B");
        assertThat(Tree.of(dir)).isEqualTo(before);
    }

    @Test
    void a_missing_source_is_refused() {
        refused(StateBackup.of(srv.resolve("missing")).into(backups), "There is no");
    }

    @Test
    void a_destination_inside_of_a_source_is_refused() throws Exception {
        Files.createSymbolicLink(dir.resolve("elsewhere"), srv);

        refused(StateBackup.of(srv).into(srv), "inside of");
        refused(StateBackup.of(srv).into(srv.resolve("a/b")), "inside of");
        refused(StateBackup.of(srv).into(dir.resolve("elsewhere/b")), "inside of");
    }

    @Test
    void links_that_lead_out_of_the_tree_are_refused() throws Exception {
        var link = srv.resolve("config/passwords");
        for (var target : List.of(Path.of("/etc/passwd"), Path.of("../.env"), Path.of("../../nowhere"))) {
            Files.createSymbolicLink(link, target);
            refused(StateBackup.of(srv.resolve("config")).into(backups), "leads out of");
            Files.delete(link);
        }
        Files.createSymbolicLink(srv.resolve("linked"), srv.resolve("config"));
        refused(StateBackup.of(srv.resolve("linked")).into(backups), "is a link");
    }

    @Test
    void what_is_no_file_is_refused() throws Exception {
        var made = new ProcessBuilder("mkfifo", srv.resolve("config/pipe").toString())
                .start()
                .waitFor();
        assertThat(made).isZero();

        refused(operation(), "neither a file");
    }

    @Test
    void no_room_is_refused_before_anything_is_written() {
        var operation = new TakeBackup(List.of(srv), backups, path -> 1000);

        refused(operation, "no room");
    }

    @Test
    void a_file_system_that_fails_is_unavailable() {
        var operation = new TakeBackup(List.of(srv), backups, path -> {
            throw new IOException("Stale file handle");
        });

        assertThatThrownBy(() -> operation.execute(run)).isInstanceOf(TargetUnavailableException.class);
    }

    @Test
    void a_destination_that_is_a_file_is_unavailable_and_stays() throws Exception {
        Files.writeString(backups, "a file");

        assertThatThrownBy(() -> operation().execute(run)).isInstanceOf(TargetUnavailableException.class);

        assertThat(backups).hasContent("a file");
    }

    @Test
    void an_interrupt_leaves_nothing() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> operation().execute(run)).isInstanceOf(InterruptedException.class);

        assertThat(Tree.of(backups)).isEmpty();
    }

    @Test
    void a_leftover_of_an_attempt_that_was_cut_off_does_not_matter() throws Exception {
        Files.createDirectory(backups);
        Files.writeString(backups.resolve(".state-" + TakeBackup.hash(run.idempotencyKey()) + ".tmp"), "half");

        assertThat(operation().probe(run)).isEqualTo(Probe.notApplied());
        operation().execute(run);

        assertThat(Tree.of(backups)).hasSize(1);
    }

    @Test
    void an_archive_that_was_tampered_with_is_not_accepted() throws Exception {
        var random = new Random(17);
        Files.write(
                srv.resolve("config/data"),
                random.ints(5000, 0, 256)
                        .collect(java.io.ByteArrayOutputStream::new, java.io.ByteArrayOutputStream::write, (a, b) -> {})
                        .toByteArray());
        var backup = operation().execute(run);
        var archive = Path.of(backup.path());
        var whole = Files.readAllBytes(archive);

        for (var i = 0; i < 100; i++) {
            var bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(archive, bytes);
            assertThatThrownBy(() -> Archive.require(backup)).isInstanceOf(PreconditionFailedException.class);
        }
        Files.write(archive, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> Archive.require(backup)).isInstanceOf(PreconditionFailedException.class);
        assertThat(operation().probe(run)).isEqualTo(Probe.notApplied());
        Files.delete(archive);
        assertThatThrownBy(() -> Archive.require(backup)).hasMessageContaining("no archive");
    }

    @Test
    void two_sources_of_the_same_name_and_none_at_all_are_refused() {
        assertThatThrownBy(() -> StateBackup.of(srv, dir.resolve("other/SRV")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(StateBackup::of).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StateBackup.of(Path.of("/"))).isInstanceOf(IllegalArgumentException.class);
    }

    private void refused(io.emrops.Operation<FileBackup> operation, String why) {
        var before = Tree.of(dir);
        assertThatThrownBy(() -> operation.preview(run))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining(why);
        assertThatThrownBy(() -> operation.execute(run))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining(why);
        assertThat(Tree.of(dir)).isEqualTo(before);
    }

    private io.emrops.Operation<FileBackup> operation() {
        return StateBackup.of(srv.resolve("compose.yaml"), srv.resolve(".env"), srv.resolve("config"))
                .into(backups);
    }
}
