package io.emrops.iis.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.iis.WebConfig;
import io.emrops.testkit.tls.TestCertificate;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.command.SeenCommand;
import io.emrops.testkit.windows.simulated.SimulatedFiles;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
final class ReleaseFoldersTest {
    private static final String ROOT = "D:\\apps\\scheduler";
    private static final TestCertificate CERTIFICATE = TestCertificate.forLocalhost();

    @TempDir
    Path directory;

    private ScriptedWindowsHost scripted;
    private SimulatedWindows windows;
    private PowerShellHost host;
    private ReleaseFolders folders;

    @BeforeEach
    void start() {
        scripted = ScriptedWindowsHost.builder().certificate(CERTIFICATE).start();
        windows = SimulatedWindows.behind(scripted);
        host = PowerShellHost.local()
                .program(scripted.standIn(directory).toString())
                .build();
        folders = new ReleaseFolders(host, ROOT);
    }

    @AfterEach
    void stop() {
        host.close();
        scripted.close();
    }

    private ReleasePackage pack(String content) throws IOException {
        var source = Files.createDirectories(directory.resolve("package-" + content));
        Files.writeString(source.resolve("app.js"), content);
        Files.createDirectories(source.resolve("bin"));
        Files.writeString(source.resolve("bin/\u00e4pp lib.dll"), "a library");
        return ReleasePackage.of(source, WebConfig.unchanged());
    }

    private StoredRelease store(String version) throws Exception {
        return folders.store(version, pack(version), Progress.none());
    }

    private List<String> scripts() {
        return scripted.commands().stream()
                .map(SeenCommand::scriptId)
                .flatMap(Optional::stream)
                .filter(id -> !id.equals("windows/identity"))
                .toList();
    }

    @Test
    void a_release_is_stored_once_and_found_again() throws Exception {
        var pack = pack("one");

        var stored = folders.store("2.1.0", pack, Progress.none());
        var seen = scripts().size();
        var again = folders.store("2.1.0", pack, Progress.none());

        var folder = ROOT + "\\releases\\2.1.0-" + pack.digest().substring(0, 12);
        assertThat(stored).isEqualTo(new StoredRelease("2.1.0", folder, pack.digest(), 2, 12, true));
        assertThat(again).isEqualTo(new StoredRelease("2.1.0", folder, pack.digest(), 2, 12, false));
        assertThat(scripts().subList(seen, scripts().size())).containsExactly("release/look");
        assertThat(windows.files().below(ROOT, true))
                .containsExactlyInAnyOrder(
                        folder + "\\app.js", folder + "\\bin\\\u00e4pp lib.dll", folder + ".manifest");
        assertThat(windows.files().read(folder + "\\app.js"))
                .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("one"));
        scripted.requireAllScripted();
    }

    @Test
    void the_manifest_on_the_host_has_the_digest_of_the_package() throws Exception {
        var pack = pack("one");
        var stored = folders.store("2.1.0", pack, Progress.none());

        var manifest = windows.files().read(stored.folder() + ".manifest").orElseThrow();

        assertThat(new String(manifest, StandardCharsets.UTF_8))
                .isEqualTo("emrops-release 1 2 12\n"
                        + pack.files().get(0).sha256() + " 3 app.js\n"
                        + pack.files().get(1).sha256() + " 9 bin/\u00e4pp lib.dll\n");
        assertThat(folders.look(stored.folder()))
                .contains(new StoredRelease("2.1.0", stored.folder(), pack.digest(), 2, 12, false));
    }

    @Test
    void a_release_that_somebody_has_changed_says_what_differs_and_is_not_stored_over() throws Exception {
        var stored = store("2.1.0");
        windows.files().write(stored.folder() + "\\app.js", "two".getBytes(StandardCharsets.UTF_8));
        windows.files().delete(stored.folder() + "\\bin");
        windows.files().write(stored.folder() + "\\stdout.log", new byte[1]);

        var there = folders.look(stored.folder()).orElseThrow();

        assertThat(there.whole()).isFalse();
        assertThat(there.differing()).containsExactly("app.js", "bin/\u00e4pp lib.dll");
        assertThat(there.added()).containsExactly("stdout.log");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> store("2.1.0"))
                .withMessageContaining("app.js")
                .withMessageContaining("it was left as it is");
    }

    @Test
    void logs_that_an_application_writes_into_its_folder_leave_it_whole() throws Exception {
        var stored = store("2.1.0");
        windows.files().write(stored.folder() + "\\stdout.log", new byte[1]);

        var again = store("2.1.0");

        assertThat(again.stored()).isFalse();
        assertThat(again.whole()).isTrue();
        assertThat(again.added()).containsExactly("stdout.log");
    }

    @Test
    void without_room_nothing_is_sent() throws Exception {
        windows.releases().freeBytes(500);

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> store("2.1.0"))
                .withMessageContaining("500 bytes free");
        assertThat(scripts()).containsExactly("release/look", "release/room");
        assertThat(windows.files().below("D:\\", false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\Windows\\apps", "c:/windows/System32"})
    void a_root_in_the_folder_of_windows_is_refused(String root) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> new ReleaseFolders(host, root).store("1", pack("one"), Progress.none()))
                .withMessageContaining("folder of Windows");
    }

    @Test
    void paths_that_would_be_too_long_there_are_refused_before_the_host_is_asked() throws Exception {
        var deep = new ReleaseFolders(host, "D:\\" + "a".repeat(230));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> deep.store("2.1.0", pack("one"), Progress.none()))
                .withMessageContaining("too long");
        assertThat(scripted.commands()).isEmpty();
    }

    @Test
    void the_oldest_are_pruned_and_some_never() throws Exception {
        var stored = new ArrayList<StoredRelease>();
        for (var version : List.of("5", "4", "3", "2", "1")) {
            stored.add(store(version));
        }
        folders.remember(current(stored.get(2)));

        assertThat(folders.list()).extracting(StoredRelease::version).containsExactly("1", "2", "3", "4", "5");
        var gone = folders.prune(
                2, Set.of(stored.get(0).folder(), stored.get(1).folder().toUpperCase(Locale.ROOT)));

        assertThat(gone).containsExactly(stored.get(2).folder());
        assertThat(folders.list()).extracting(StoredRelease::version).containsExactly("1", "2", "4", "5");
        assertThat(windows.files().read(stored.get(2).folder() + ".manifest")).isEmpty();
        assertThat(windows.files().read(stored.get(2).folder() + ".json")).isEmpty();
    }

    @Test
    void a_release_in_use_is_left_and_said() throws Exception {
        var old = store("1");
        store("2");
        windows.files().lock(old.folder() + "\\app.js");
        var inUse = new ArrayList<String>();

        assertThat(folders.prune(1, Set.of(), inUse::add)).isEmpty();
        assertThat(inUse).containsExactly(old.folder());
        assertThat(folders.look(old.folder()))
                .hasValueSatisfying(it -> assertThat(it.whole()).isTrue());

        windows.files().unlock(old.folder() + "\\app.js");
        assertThat(folders.prune(1, Set.of())).containsExactly(old.folder());
        assertThatIllegalArgumentException().isThrownBy(() -> folders.prune(0, Set.of()));
    }

    @Test
    void what_was_cut_off_goes_after_a_day_and_nothing_else() throws Exception {
        var kept = store("1");
        var files = windows.files();
        var now = Instant.parse("2026-11-20T02:00:00Z");
        windows.clock(() -> now.minus(Duration.ofHours(25)));
        leaveBehind(files, "old");
        windows.clock(() -> now.minus(Duration.ofHours(23)));
        leaveBehind(files, "new");
        windows.clock(() -> now);

        folders.prune(5, Set.of());

        assertThat(files.in(folders.root() + "\\releases"))
                .contains(
                        kept.folder(),
                        folders.root() + "\\releases\\new.part",
                        folders.root() + "\\releases\\new.manifest")
                .noneMatch(path -> path.contains("old") || path.endsWith(".gone"));
        assertThat(files.in(folders.root() + "\\incoming")).containsExactly(folders.root() + "\\incoming\\new.zip");
        assertThat(folders.look(kept.folder()))
                .hasValueSatisfying(it -> assertThat(it.whole()).isTrue());
    }

    private void leaveBehind(SimulatedFiles files, String name) {
        files.createDirectory(folders.root() + "\\releases\\" + name + ".part");
        files.createDirectory(folders.root() + "\\releases\\" + name + ".gone");
        files.write(folders.root() + "\\releases\\" + name + ".manifest", new byte[1]);
        files.write(folders.root() + "\\incoming\\" + name + ".zip", new byte[1]);
    }

    private static RememberedRelease current(StoredRelease stored) {
        return new RememberedRelease(
                stored.version(),
                stored.folder(),
                stored.digest(),
                "run-7/deploy#1",
                Map.of("PORT", "8080", "port", "'\u2018$(x)`;\n\u0000"),
                Instant.parse("2026-03-01T02:00:00Z"));
    }

    @Test
    void each_folder_has_what_is_remembered_of_it() throws Exception {
        var first = current(store("2.1.0"));
        var second = current(store("2.2.0"));
        assertThat(folders.remembered(first.folder())).isEmpty();

        folders.remember(first);
        folders.remember(first);
        folders.remember(second);

        assertThat(folders.remembered(first.folder().toUpperCase(Locale.ROOT))).contains(first);
        assertThat(folders.remembered(second.folder())).contains(second);
        assertThat(folders.remembered("C:\\inetpub\\wwwroot")).isEmpty();
        var stranger = new RememberedRelease("1", "C:\\inetpub\\wwwroot", "", "", Map.of(), Instant.EPOCH);
        assertThatIllegalArgumentException().isThrownBy(() -> folders.remember(stranger));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "{\"version\":\"1\"}"})
    void a_file_that_others_wrote_is_not_believed(String content) {
        var folder = ROOT + "\\releases\\1-0123456789ab";
        windows.files().createDirectory(ROOT + "\\releases");
        windows.files().write(folder + ".json", content.getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> folders.remembered(folder))
                .withMessageContaining(".json");
    }

    @Test
    void folders_of_others_are_no_releases() throws Exception {
        var stored = store("2.1.0");
        windows.files().createDirectory(ROOT + "\\releases\\2.0.0-0123456789ab");
        windows.files().createDirectory(ROOT + "\\releases\\1.0.0-0123456789ab");
        windows.files()
                .write(
                        ROOT + "\\releases\\1.0.0-0123456789ab.manifest",
                        "emrops-release 1 0 0\n".getBytes(StandardCharsets.UTF_8));

        assertThat(folders.list()).extracting(StoredRelease::folder).containsExactly(stored.folder());
        for (var path : List.of(
                ROOT + "\\releases\\2.0.0-0123456789ab",
                ROOT + "\\releases\\1.0.0-0123456789ab",
                ROOT + "\\releases\\nothing-0123456789ab",
                ROOT + "\\releases",
                ROOT,
                "C:\\inetpub\\wwwroot",
                "",
                ROOT + "\\releases\\..\\..\\x-0123456789ab")) {
            assertThat(folders.look(path)).as(path).isEmpty();
        }
    }
}
