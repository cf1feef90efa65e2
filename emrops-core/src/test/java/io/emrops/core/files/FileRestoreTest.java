package io.emrops.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Probe;
import io.emrops.Undoing;
import io.emrops.core.fixture.FakeStep;
import io.emrops.core.fixture.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "makes links and sets POSIX permissions")
class FileRestoreTest {
    private final FakeStep run = new FakeStep();

    @TempDir
    private Path dir;

    private Path srv;
    private FileBackup backup;
    private Map<String, String> atBackup;

    @BeforeEach
    void system() throws Exception {
        srv = Files.createDirectory(dir.resolve("srv"));
        Files.writeString(srv.resolve(".env"), "VERSION=1\n");
        Files.setPosixFilePermissions(srv.resolve(".env"), PosixFilePermissions.fromString("rw-r-----"));
        Files.createDirectories(srv.resolve("config/empty"));
        Files.writeString(srv.resolve("config/a.json"), "{}");
        Files.createSymbolicLink(srv.resolve("config/current.json"), Path.of("a.json"));
        atBackup = Tree.of(srv);
        backup = StateBackup.of(srv.resolve(".env"), srv.resolve("config"))
                .into(dir.resolve("backups"))
                .execute(new FakeStep());
        Files.writeString(srv.resolve(".env"), "VERSION=2\n");
        Files.writeString(srv.resolve("config/b.json"), "new");
        Files.delete(srv.resolve("config/current.json"));
    }

    @Test
    void files_are_as_they_were_and_what_was_there_lies_beside_them() throws Exception {
        var restored = StateBackup.restore(backup).execute(run);

        assertThat(visible()).containsAllEntriesOf(atBackup);
        assertThat(Files.getPosixFilePermissions(srv.resolve(".env")))
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        assertThat(restored.files()).isEqualTo(2);
        assertThat(restored.places())
                .containsExactly(
                        srv.resolve(".env").toString(), srv.resolve("config").toString());
        assertThat(restored.kept()).hasSize(2);
        assertThat(Path.of(restored.kept().get(0))).hasContent("VERSION=2");
        assertThat(Path.of(restored.kept().get(1)).resolve("b.json")).hasContent("new");
        assertThat(Tree.of(srv).keySet()).noneMatch(n -> n.contains("staged") || n.contains("discarded"));
        assertThat(StateBackup.restore(backup).output().faults()).isEmpty();
    }

    @Test
    void undo_moves_back_what_was_there() throws Exception {
        var before = Tree.of(srv);
        var undoing = undoing(StateBackup.restore(backup));
        var captured = undoing.capture(run);
        var restored = StateBackup.restore(backup).execute(run);

        undoing.undo(run, captured, Optional.of(restored));
        assertThat(Tree.of(srv)).isEqualTo(before);

        undoing.undo(run, captured, Optional.empty());
        assertThat(Tree.of(srv)).as("undone again").isEqualTo(before);
    }

    @Test
    void undo_of_one_that_was_done_anew_moves_back_what_was_there_before_all_of_it() throws Exception {
        var before = Tree.of(srv);
        var undoing = undoing(StateBackup.restore(backup));
        var captured = undoing.capture(run);
        var second = new FakeStep(run.idempotencyKey().replace("#1", "#2"));
        StateBackup.restore(backup).execute(run);
        Files.writeString(srv.resolve(".env"), "VERSION=3\n");
        StateBackup.restore(backup).execute(second);

        undoing.undo(second, captured, Optional.empty());

        assertThat(Tree.of(srv)).isEqualTo(before);
    }

    @Test
    void undo_of_one_that_was_done_anew_where_nothing_was_leaves_nothing() throws Exception {
        var empty = Files.createDirectory(dir.resolve("empty"));
        var restore = StateBackup.restore(backup).under(empty);
        var undoing = undoing(restore);
        var captured = undoing.capture(run);
        var second = new FakeStep(run.idempotencyKey().replace("#1", "#2"));
        restore.execute(run);
        restore.execute(second);

        undoing.undo(second, captured, Optional.empty());

        assertThat(Tree.of(empty)).isEmpty();
    }

    @Test
    void undo_of_a_restore_to_where_nothing_was_leaves_nothing() throws Exception {
        var empty = Files.createDirectory(dir.resolve("empty"));
        var restore = StateBackup.restore(backup).under(empty);
        var undoing = undoing(restore);
        var captured = undoing.capture(run);

        assertThat(restore.execute(run).kept()).isEmpty();
        assertThat(Tree.of(empty)).isEqualTo(atBackup);
        undoing.undo(run, captured, Optional.empty());

        assertThat(Tree.of(empty)).isEmpty();
    }

    @Test
    void every_point_at_which_an_attempt_is_cut_off_can_be_repeated_and_undone() throws Exception {
        var before = Tree.of(srv);
        var key = TakeBackup.hash(run.idempotencyKey());
        var env = new Swap(srv.resolve(".env"), key);
        var undoing = undoing(StateBackup.restore(backup));
        var captured = undoing.capture(run);

        // Staged, and the first place emptied.
        Files.writeString(env.staged(), "half");
        Files.move(env.place(), env.before());
        undoing.undo(run, captured, Optional.empty());
        assertThat(Tree.of(srv)).isEqualTo(before);

        // The same, repeated rather than undone, and repeated once more.
        Files.move(env.place(), env.before());
        StateBackup.restore(backup).execute(run);
        StateBackup.restore(backup).execute(run);
        assertThat(visible()).containsAllEntriesOf(atBackup);
        assertThat(env.before()).hasContent("VERSION=2");
        undoing.undo(run, captured, Optional.empty());
        assertThat(Tree.of(srv)).isEqualTo(before);
    }

    @Test
    void a_probe_compares_what_is_there() throws Exception {
        var restore = StateBackup.restore(backup);
        assertThat(restore.probe(run)).isEqualTo(Probe.notApplied());

        var restored = restore.execute(run);
        assertThat(restore.probe(run)).isEqualTo(Probe.applied(restored));

        Files.writeString(srv.resolve(".env"), "VERSION=3\n");
        assertThat(restore.probe(run)).isEqualTo(Probe.unknown("1 of 2 places hold what the backup holds"));
    }

    @Test
    void a_preview_changes_nothing() throws Exception {
        Files.delete(srv.resolve(".env"));
        var before = Tree.of(dir);

        var preview = StateBackup.restore(backup).preview(run);

        assertThat(preview.changes())
                .containsExactly(
                        srv.resolve(".env") + ": put where nothing is",
                        srv.resolve("config") + ": replaced; what is there is kept beside it");
        assertThat(Tree.of(dir)).isEqualTo(before);
    }

    @Test
    void an_archive_that_was_changed_is_refused_and_nothing_is_touched() throws Exception {
        var archive = Path.of(backup.path());
        var bytes = Files.readAllBytes(archive);
        bytes[60] ^= 1;
        Files.write(archive, bytes);
        var before = Tree.of(srv);

        assertThatThrownBy(() -> StateBackup.restore(backup).execute(run))
                .isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(() -> StateBackup.restore(backup).preview(run))
                .isInstanceOf(PreconditionFailedException.class);

        assertThat(Tree.of(srv)).isEqualTo(before);
    }

    @Test
    void an_archive_whose_names_or_links_lead_elsewhere_is_refused() throws Exception {
        var inside = entry("config/a", Manifest.Kind.DIRECTORY, "");
        for (var evil : List.of(
                entry("../evil", Manifest.Kind.DIRECTORY, ""),
                entry("config/../../evil", Manifest.Kind.DIRECTORY, ""),
                entry("/etc", Manifest.Kind.DIRECTORY, ""),
                entry("config/link", Manifest.Kind.LINK, "../../etc"),
                entry("config/link", Manifest.Kind.LINK, "/etc"))) {
            var archive = dir.resolve("evil.zip");
            try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
                zip.putNextEntry(new ZipEntry(Manifest.NAME));
                var source = new Manifest.Source("config", srv.resolve("config").toString());
                zip.write(Archive.JSON.writeValueAsBytes(
                        new Manifest(1, "key", "2026-03-01T00:00:00Z", List.of(source), List.of(inside, evil))));
            }

            assertThatThrownBy(() -> Archive.read(archive))
                    .isInstanceOf(Archive.DamagedException.class)
                    .hasMessageContaining("leads out of it");
        }
    }

    @Test
    void a_directory_to_restore_into_must_be_there() {
        assertThatThrownBy(() -> StateBackup.restore(backup)
                        .under(dir.resolve("missing"))
                        .execute(run))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void an_interrupt_before_anything_is_moved_changes_nothing() {
        var before = Tree.of(srv);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> StateBackup.restore(backup).execute(run)).isInstanceOf(InterruptedException.class);

        assertThat(Tree.of(srv)).isEqualTo(before);
    }

    private static Manifest.Entry entry(String name, Manifest.Kind kind, String link) {
        return new Manifest.Entry(name, kind, 0, "", link, "", "2026-03-01T00:00:00Z");
    }

    private Map<String, String> visible() {
        var all = new TreeMap<>(Tree.of(srv));
        all.keySet().removeIf(name -> name.contains(".before-"));
        return all;
    }

    @SuppressWarnings("unchecked")
    private static Undoing.Compensation<RestoredFiles, List<FileRestore.Place>> undoing(FileRestore restore) {
        return (Undoing.Compensation<RestoredFiles, List<FileRestore.Place>>) restore.undoing();
    }
}
