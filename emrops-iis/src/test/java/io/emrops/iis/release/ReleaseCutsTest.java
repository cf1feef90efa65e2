package io.emrops.iis.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.iis.WebConfig;
import io.emrops.testkit.tls.TestCertificate;
import io.emrops.testkit.windows.AnswerFault;
import io.emrops.testkit.windows.PowerShellError;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import io.emrops.windows.ScriptFailedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is cut off, wherever: the same call again ends whole. */
@Tag("long")
final class ReleaseCutsTest {
    private static final String ROOT = "D:\\apps\\scheduler";
    private static final TestCertificate CERTIFICATE = TestCertificate.forLocalhost();
    /** Nothing before the answer, which is no fault. */
    private static final AnswerFault NONE = AnswerFault.garbageBefore("");

    @TempDir
    Path directory;

    private ScriptedWindowsHost scripted;
    private SimulatedWindows windows;
    private PowerShellHost host;
    private ReleaseFolders folders;
    private ReleasePackage pack;

    @BeforeEach
    void start() throws Exception {
        scripted = ScriptedWindowsHost.builder().certificate(CERTIFICATE).start();
        windows = SimulatedWindows.behind(scripted);
        host = PowerShellHost.local()
                .program(scripted.standIn(directory).toString())
                .build();
        folders = new ReleaseFolders(host, ROOT);
        var source = Files.createDirectories(directory.resolve("package/bin")).getParent();
        Files.writeString(source.resolve("app.js"), "one");
        Files.writeString(source.resolve("bin/lib.dll"), "a library");
        pack = ReleasePackage.of(source, WebConfig.unchanged());
        host.target();
    }

    @AfterEach
    void stop() {
        host.close();
        scripted.requireAllScripted();
        scripted.close();
    }

    private StoredRelease store() throws InterruptedException {
        return folders.store("2.1.0", pack, Progress.none());
    }

    private void assertWhole() throws InterruptedException {
        var folder = folders.pathOf("2.1.0", pack.digest());
        assertThat(windows.files().below(ROOT, true))
                .containsExactlyInAnyOrder(folder + "\\app.js", folder + "\\bin\\lib.dll", folder + ".manifest");
        assertThat(folders.look(folder)).contains(new StoredRelease("2.1.0", folder, pack.digest(), 2, 12, false));
    }

    private static final List<String> CALLS = List.of(
            "release/look",
            "release/room",
            "release/prepare",
            "windows/file-hash",
            "windows/file-put",
            "release/unpack");

    static Stream<Arguments> cuts() {
        return IntStream.range(0, CALLS.size())
                .boxed()
                .flatMap(call -> Stream.of(AnswerFault.dropAfter(40), AnswerFault.halfCliXml())
                        .map(fault -> Arguments.of(CALLS.get(call), call, fault)));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("cuts")
    void a_call_that_is_cut_off_goes_on(String script, int call, AnswerFault fault) throws Exception {
        for (var i = 0; i < call; i++) {
            scripted.faults().onNextCommand(NONE);
        }
        scripted.faults().onNextCommand(fault);
        var seen = scripted.commands().size();

        assertThatExceptionOfType(EmropsException.class)
                .isThrownBy(this::store)
                .isNotInstanceOf(PreconditionFailedException.class);

        assertThat(scripted.commands().subList(seen, scripted.commands().size()))
                .hasSize(call + 1)
                .last()
                .satisfies(last -> assertThat(last.scriptId()).contains(script));
        assertThat(store().whole()).isTrue();
        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a_disk_that_is_full_in_the_middle_leaves_no_release(int files) throws Exception {
        windows.releases().nextUnpackingEndsAfter(files);

        assertThatExceptionOfType(ScriptFailedException.class).isThrownBy(this::store);
        assertThat(folders.list()).isEmpty();
        assertThat(folders.look(folders.pathOf("2.1.0", pack.digest()))).isEmpty();

        var sent = puts();
        assertThat(store().stored()).isTrue();
        assertThat(puts()).isEqualTo(sent);
        assertWhole();
    }

    @Test
    void what_was_left_counts_as_room() throws Exception {
        windows.releases().nextUnpackingEndsAfter(1);
        assertThatExceptionOfType(ScriptFailedException.class).isThrownBy(this::store);
        var left = windows.files().below(ROOT, true).stream()
                .mapToLong(path -> windows.files().read(path).orElseThrow().length)
                .sum();
        var zip = directory.resolve("as-sent.zip");
        pack.writeZip(zip);
        windows.releases().freeBytes(2 * Files.size(zip) + pack.bytes() - left - 1);
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(this::store);

        windows.releases().freeBytes(2 * Files.size(zip) + pack.bytes() - left);
        store();
        assertWhole();
    }

    private long puts() {
        return scripted.commands().stream()
                .filter(each ->
                        each.scriptId().filter("windows/file-put"::equals).isPresent())
                .count();
    }

    @Test
    void a_file_that_is_locked_in_the_middle_is_waited_for_by_the_caller() throws Exception {
        windows.releases().nextUnpackingEndsAfter(1);
        assertThatExceptionOfType(ScriptFailedException.class).isThrownBy(this::store);
        var scanned = folders.pathOf("2.1.0", pack.digest()) + ".part\\app.js";
        windows.files().lock(scanned);

        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(this::store)
                .satisfies(e -> assertThat(e.error().hresult()).isEqualTo(0x80070020));

        windows.files().unlock(scanned);
        assertThat(store().stored()).isTrue();
        assertWhole();
    }

    @Test
    void a_root_that_may_not_be_written_is_an_error_and_nothing_is_sent() throws Exception {
        windows.files().deny("D:\\apps");

        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(this::store)
                .satisfies(e -> assertThat(e.error().type()).isEqualTo("System.UnauthorizedAccessException"));
        assertThat(puts()).isZero();

        windows.files().allow("D:\\apps");
        store();
        assertWhole();
    }

    @Test
    void a_disk_that_is_full_is_said_before_anything_is_sent() throws Exception {
        windows.files().full(true);

        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(this::store);
        assertThat(puts()).isZero();

        windows.files().full(false);
        store();
        assertWhole();
    }

    @Test
    void what_is_unpacked_as_something_else_gets_no_name() throws Exception {
        scripted.onScript(
                "release/unpack", call -> Map.of("existed", false, "differing", List.of("app.js", "b", "c", "d")));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(this::store)
                .withMessageContaining("app.js, b, c and more")
                .withMessageContaining("is not there");
    }

    @Test
    void a_manifest_that_is_gone_is_written_again() throws Exception {
        var stored = store();
        windows.files().delete(stored.folder() + ".manifest");
        assertThat(folders.look(stored.folder())).isEmpty();

        assertThat(store().stored()).isFalse();
        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void what_is_remembered_is_the_old_one_or_the_new_one(int kind) throws Exception {
        var first = current("1");
        folders.remember(first);
        scripted.faults().onNextCommand(kind == 0 ? AnswerFault.dropAfter(0) : AnswerFault.halfCliXml());

        var thrown = catchThrowable(() -> folders.remember(current("2")));

        assertThat(thrown).isInstanceOf(EmropsException.class);
        assertThat(folders.remembered(FOLDER))
                .hasValueSatisfying(it -> assertThat(it).isIn(first, current("2")));
        folders.remember(current("2"));
        assertThat(folders.remembered(FOLDER)).contains(current("2"));
    }

    private static final String FOLDER = ROOT + "\\releases\\1-0123456789ab";

    private static RememberedRelease current(String version) {
        return new RememberedRelease(version, FOLDER, "d", "key", Map.of(), Instant.EPOCH);
    }

    @Test
    void pruning_that_is_cut_off_goes_on() throws Exception {
        store();
        folders.store("2.2.0", pack, Progress.none());
        // list and prune; the last is cut off
        scripted.faults().onNextCommand(NONE);
        scripted.faults().onNextCommand(AnswerFault.dropAfter(3));

        assertThatExceptionOfType(EmropsException.class).isThrownBy(() -> folders.prune(1, Set.of()));
        assertThat(folders.prune(1, Set.of())).isEmpty();
        assertThat(folders.list()).extracting(StoredRelease::version).containsExactly("2.2.0");
    }

    @Test
    void words_of_the_host_are_in_no_exception() {
        scripted.onScript("release/look", call -> {
            throw PowerShellError.of("x", "NotSpecified").saying("MRN 4711");
        });

        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(this::store)
                .withMessageNotContaining("4711")
                .withMessageContaining("nothing was changed");
        assertThat(new String(pack.manifestText(), StandardCharsets.UTF_8)).startsWith("emrops-release 1 2 12\n");
    }
}
