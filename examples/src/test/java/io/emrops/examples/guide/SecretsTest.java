package io.emrops.examples.guide;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Engine;
import io.emrops.RunInfo;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.RunbookDefinitionException;
import io.emrops.Secret;
import io.emrops.Sensitive;
import io.emrops.StoreException;
import io.emrops.core.Emrops;
import io.emrops.core.command.Commands;
import io.emrops.core.encryption.FilePayloadKeys;
import io.emrops.testkit.Canary;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SecretsTest {
    @TempDir
    private Path directory;

    // tag::parameter[]
    Runbook rotate() {
        return Runbook.define("rotate", "Rotate the password", rb -> {
            var password = rb.secret("password");
            rb.step(
                            "set",
                            "Set the new password",
                            Commands.run("sh", "-c", "read -r word; test -n \"$word\"")
                                    .input(password))
                    .nothingToUndo("the old password is set again by hand");
        });
    }
    // end::parameter[]

    // tag::vault[]
    Engine engine(Path directory, Vault vault) {
        return Emrops.builder(directory)
                .secrets(id -> Optional.of(Secret.from(() -> vault.read("emrops/" + id))))
                .build();
    }
    // end::vault[]

    /** The application's own. */
    interface Vault {
        char[] read(String path);
    }

    // tag::canary[]
    @Test
    void the_password_is_written_nowhere() throws Exception {
        var canary = Canary.generate();
        try (var engine = Emrops.engine(directory)) {
            var request = RunRequest.by("m.meier").with("password", canary.secret());
            var report = engine.start(rotate(), request).await().orThrow();

            canary.requireNotIn(report.toMarkdown());
            canary.requireNotIn(report.toJson());
        }
        canary.requireNotIn(directory);
    }
    // end::canary[]

    @Test
    void secrets_come_from_a_vault() throws Exception {
        try (var engine = engine(directory, path -> (path + "-of-the-test").toCharArray())) {
            var report = engine.start(rotate(), RunRequest.by("m.meier")).await();

            assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
            assertThat(report.params()).containsEntry("password", "***");
        }
    }

    // tag::sensitive[]
    @Sensitive
    record Patient(String name, String birthday) {}

    Runbook merge() {
        return Runbook.define("merge", "Merge two records", rb -> {
            rb.step("find", "Find the patient", Patient.class, run -> new Patient("…", "…"))
                    .nothingToUndo("it only looks");
        });
    }
    // end::sensitive[]

    @Test
    void patient_data_is_refused_when_the_runbook_is_defined() {
        assertThatThrownBy(this::merge)
                .isInstanceOf(RunbookDefinitionException.class)
                .satisfies(e -> Shown.on("secrets.md", "sensitive", e.getMessage()));
    }

    // tag::encrypted[]
    Engine encrypted(Path journal, Path keys) {
        return Emrops.builder(journal).encrypted(FilePayloadKeys.open(keys)).build();
    }
    // end::encrypted[]

    @Test
    void erasing_a_key_erases_what_a_run_says() throws Exception {
        var keys = directory.resolve("keys");
        String runId;
        try (var engine = encrypted(directory.resolve("emrops"), keys)) {
            var book = Runbook.define("told", "Told", rb -> rb.manual("told", "The wards were told"));
            var run = engine.start(book, RunRequest.by("m.meier"));
            runId = run.id();
            assertThat(run.awaitState(s -> s == RunState.WAITING, ofSeconds(20)))
                    .isTrue();
        }

        // tag::erase[]
        FilePayloadKeys.open(keys).erase(runId);
        // end::erase[]

        try (var engine = encrypted(directory.resolve("emrops"), keys)) {
            assertThat(engine.runs()).singleElement().isInstanceOfSatisfying(RunInfo.Unreadable.class, run -> {
                assertThat(run.problem()).isEqualTo(StoreException.Problem.ERASED);
            });
        }
    }
}
