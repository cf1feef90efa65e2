package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Engine;
import io.emrops.ResumeRequest;
import io.emrops.RunInfo;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.Emrops;
import io.emrops.core.encryption.EncryptingRunStore;
import io.emrops.core.encryption.FilePayloadKeys;
import io.emrops.core.journal.FileRunStore;
import io.emrops.spi.RunStore;
import io.emrops.testkit.InMemoryRunStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class EncryptedRunTest {
    private static final String TOLD = "ward-seven-is-told";

    @TempDir
    private Path directory;

    private final Runbook book = Runbook.define("told", "Told", rb -> {
        rb.step("tell", "Tell", String.class, run -> TOLD).nothingToUndo("no");
        rb.manual("heard", "Heard");
    });

    private FilePayloadKeys keys() {
        return FilePayloadKeys.open(directory.resolve("keys"));
    }

    private Engine engine() {
        return Emrops.builder(directory.resolve("emrops")).encrypted(keys()).build();
    }

    private String paused() throws InterruptedException {
        try (var engine = engine()) {
            var run = engine.start(book, RunRequest.by("m.meier").because(TOLD));
            run.awaitState(state -> state == RunState.WAITING, java.time.Duration.ofSeconds(20));
            return run.id();
        }
    }

    private boolean journalSays(String text) throws IOException {
        var looked = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try (var files = Files.walk(directory.resolve("emrops"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(looked)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void what_a_run_writes_down_cannot_be_read_beside_its_key_and_is_resumed_with_it() throws Exception {
        var id = paused();

        assertThat(journalSays(TOLD)).isFalse();
        try (var engine = engine()) {
            var run = engine.resume(book, id, ResumeRequest.by("m.meier"));
            run.awaitState(state -> state == RunState.WAITING, java.time.Duration.ofSeconds(20));
            run.answer("heard", io.emrops.Answer.confirm("m.meier"));
            assertThat(run.await().state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(run.report().toMarkdown()).contains("ward-seven-is-told");
        }
    }

    @Test
    void a_run_whose_key_was_erased_is_gone_and_its_proof_is_not() throws Exception {
        var erased = paused();
        var kept = paused();
        keys().erase(erased);

        try (var engine = engine()) {
            assertThatThrownBy(() -> engine.report(erased))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.ERASED));
            assertThatThrownBy(() -> engine.resume(book, erased))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.ERASED));
            assertThat(engine.runs()).extracting(RunInfo::runId).containsExactly(erased, kept);
            assertThat(engine.runs().get(0))
                    .isInstanceOfSatisfying(
                            RunInfo.Unreadable.class,
                            run -> assertThat(run.problem()).isEqualTo(Problem.ERASED));
            assertThat(engine.runs().get(1).known()).isPresent();
        }
        assertThat(FileRunStore.verify(directory.resolve("emrops").resolve("journal"))
                        .intact())
                .isTrue();
    }

    @Test
    void a_run_that_was_begun_without_encryption_is_gone_on_with_as_it_is() throws Exception {
        String id;
        try (var engine = Emrops.engine(directory.resolve("emrops"))) {
            var run = engine.start(book, RunRequest.by("m.meier"));
            run.awaitState(state -> state == RunState.WAITING, java.time.Duration.ofSeconds(20));
            id = run.id();
        }

        try (var engine = engine()) {
            var run = engine.resume(book, id);
            run.cancel("m.meier", "");
            assertThat(run.await().state()).isEqualTo(RunState.ROLLED_BACK);
        }
        assertThat(journalSays(TOLD)).isTrue();
    }

    @Test
    void a_record_fits_its_key_its_run_and_its_place_only() {
        var plain = new InMemoryRunStore();
        var store = EncryptingRunStore.over(plain, keys());
        store.append(new RunStore.Batch("one", 0, List.of(bytes("a"), bytes("b")), false));
        store.append(new RunStore.Batch("two", 0, List.of(bytes("a")), false));
        var sealed = plain.read("one");

        var swapped = new InMemoryRunStore();
        swapped.append(new RunStore.Batch("one", 0, List.of(sealed.get(1), sealed.get(0)), false));
        var moved = new InMemoryRunStore();
        moved.append(new RunStore.Batch("two", 0, List.of(sealed.get(0)), false));
        var bent = sealed.get(0).clone();
        bent[bent.length - 1] ^= 1;
        var flipped = new InMemoryRunStore();
        flipped.append(new RunStore.Batch("one", 0, List.of(bent), false));

        assertThat(store.read("one")).containsExactly(bytes("a"), bytes("b"));
        assertCorrupt(swapped, "one");
        assertCorrupt(moved, "two");
        assertCorrupt(flipped, "one");
    }

    private void assertCorrupt(RunStore changed, String run) {
        assertThatThrownBy(() -> EncryptingRunStore.over(changed, keys()).read(run))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CORRUPT));
    }

    @Test
    void nothing_is_added_to_a_run_whose_key_was_erased() {
        var store = EncryptingRunStore.over(new InMemoryRunStore(), keys());
        store.append(new RunStore.Batch("one", 0, List.of(bytes("a")), false));
        keys().erase("one");

        assertThatThrownBy(() -> store.append(new RunStore.Batch("one", 1, List.of(bytes("b")), false)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.ERASED));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "looks at POSIX permissions")
    void a_key_is_its_owners_alone() throws Exception {
        keys().create("one");

        var file = directory.resolve("keys").resolve("one.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(keys().create("one")).isEqualTo(keys().find("one").orElseThrow());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
