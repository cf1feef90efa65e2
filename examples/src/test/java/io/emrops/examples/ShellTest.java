package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.Answer;
import io.emrops.RunRequest;
import io.emrops.RunState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ShellTest {
    private static final RunRequest REQUEST =
            RunRequest.by("m.meier").because("CHG-1").with("version", "2.0.0");

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    /** The shell keeps to the hospital that its directory has. */
    @BeforeEach
    void embed() throws Exception {
        Files.createDirectories(directory.resolve("hospital"));
        Files.writeString(directory.resolve("hospital").resolve("hospital.properties"), "reason=it is a test\n");
    }

    private Shell shell() {
        return Shell.in(directory, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        var text = printed.toString(StandardCharsets.UTF_8);
        printed.reset();
        return text;
    }

    @Test
    void a_run_is_started_asked_about_answered_and_reported() throws Exception {
        var shell = shell();
        var book = shell.deployment();
        shell.rehearse(book, REQUEST);
        assertThat(printed()).contains("all fakes: it is a test").contains("`1.0.0` → `2.0.0`");

        var run = shell.start(book, REQUEST);
        assertThat(run.awaitState(s -> s == RunState.WAITING, Duration.ofSeconds(20)))
                .isTrue();
        shell.questions();
        assertThat(printed())
                .contains("Change log and impact assessment reviewed (operators)")
                .contains("run.answer(\"change-log\", Answer.confirm(\"you\"))")
                .contains("run is shell.run(\"" + run.id() + "\")");

        shell.run(run.id()).answer("change-log", Answer.confirm("m.meier"));
        assertThat(run.await().succeeded()).isTrue();
        shell.runs();
        assertThat(printed()).contains(run.id() + "   emrnext-deploy     SUCCEEDED");
        shell.report();
        assertThat(printed()).contains("Succeeded: all steps finished.").contains(run.id() + ".html");
        assertThat(directory.resolve("reports").resolve(run.id() + ".html"))
                .content()
                .contains("Deploy EMRNext");
        shell.engine().close();
    }

    @Test
    void a_run_of_an_earlier_session_is_gone_on_with_by_its_id() throws Exception {
        var earlier = shell();
        var id = earlier.start(earlier.deployment(), REQUEST).id();
        earlier.engine().close();
        earlier.hospital().close();

        var shell = shell();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shell.resume(id))
                .withMessageContaining("emrnext-deploy, which this shell has not seen");
        shell.deployment();
        var run = shell.resume(id);
        run.awaitState(s -> s == RunState.WAITING, Duration.ofSeconds(20));
        run.answer("change-log", Answer.confirm("m.meier"));

        assertThat(run.await().succeeded()).isTrue();
        assertThat(shell.hospital().deployer().current().version()).isEqualTo("2.0.0");
        assertThat(shell.undo(id).await().state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(shell.hospital().deployer().current().version()).isEqualTo("1.0.0");
        shell.engine().close();
    }

    @Test
    void without_runs_it_says_so() throws Exception {
        var shell = shell();

        shell.runs();
        shell.report();
        shell.questions();
        shell.help();

        assertThat(printed())
                .contains("No runs yet in " + directory)
                .contains("Nobody is asked anything.")
                .contains("10  shell.report()");
        shell.engine().close();
    }
}
