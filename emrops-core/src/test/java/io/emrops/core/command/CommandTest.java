package io.emrops.core.command;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Probe;
import io.emrops.Secret;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.core.fixture.FakeStep;
import io.emrops.core.fixture.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The programs are those of a Unix. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs /bin/sh")
class CommandTest {
    private final FakeStep run = new FakeStep();

    @TempDir
    private Path dir;

    @Test
    void arguments_arrive_as_they_are() throws Exception {
        var result = Commands.run("printf", "%s|", "a b", "$HOME", "*", "'\"\\", "; exit 3", "")
                .execute(run);

        assertThat(result.tail()).isEqualTo("a b|$HOME|*|'\"\\|; exit 3||");
        assertThat(result.exitCode()).isZero();
        assertThat(result.truncated()).isFalse();
    }

    @Test
    void a_parameter_becomes_one_argument() throws Exception {
        var version = FakeStep.param("version", String.class);
        var command = Commands.run("printf", "%s|").arg(version).args("end");

        assertThat(command.describe()).isEqualTo("Run printf %s| {version} end");
        assertThat(command.execute(run.with(version, "1.0 beta; ls")).tail()).isEqualTo("1.0 beta; ls|end|");
    }

    @Test
    void output_and_errors_are_shown_line_by_line_and_kept() throws Exception {
        var result =
                sh("echo one; echo two >&2; printf 'three\\r\\nfour\\rfive'").execute(run);

        assertThat(run.lines()).containsExactlyInAnyOrder("one", "two", "three", "four", "five");
        assertThat(result.tail().lines()).containsExactlyInAnyOrder("one", "two", "three", "four", "five");
    }

    @Test
    void a_line_is_shown_before_the_program_ends() throws Exception {
        var go = dir.resolve("go");
        var thread = new Thread(() -> {
            try {
                await().pollInterval(ofMillis(5)).until(() -> run.lines().contains("waiting"));
                Files.createFile(go);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.start();

        var result = sh("echo waiting; while [ ! -e go ]; do sleep 0.02; done; echo gone")
                .in(dir)
                .execute(run);

        assertThat(result.tail()).isEqualTo("waiting\ngone");
        thread.join();
    }

    @Test
    void an_unexpected_exit_code_says_which_and_keeps_the_output_out_of_the_message() {
        var command = sh("echo 'row: Miller, 1970-01-01'; exit 17");

        assertThatThrownBy(() -> command.execute(run)).isInstanceOfSatisfying(CommandFailedException.class, e -> {
            assertThat(e.vendorCode()).contains("exit 17");
            assertThat(e.target()).contains(Target.thisMachine());
            assertThat(e).hasMessageContaining("17").hasMessageNotContaining("Miller");
            assertThat(e.result().orElseThrow().tail()).contains("Miller");
        });
    }

    @Test
    void other_exit_codes_can_mean_success() throws Exception {
        assertThat(sh("exit 3").expectExit(0, 3).execute(run).exitCode()).isEqualTo(3);
    }

    @Test
    void a_program_that_does_not_exist_is_refused_and_nothing_is_run() {
        assertThatThrownBy(() -> Commands.run("no-such-program").execute(run))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("no-such-program");
        assertThatThrownBy(() -> Commands.run("no-such-program").preview(run))
                .isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    void a_file_that_is_not_executable_is_refused() throws Exception {
        Files.writeString(dir.resolve("script"), "#!/bin/sh\necho hello\n");

        assertThatThrownBy(() -> Commands.run("./script").in(dir).execute(run))
                .isInstanceOf(PreconditionFailedException.class);

        Files.setPosixFilePermissions(dir.resolve("script"), PosixFilePermissions.fromString("rwx------"));
        assertThat(Commands.run("./script").in(dir).execute(run).tail()).isEqualTo("hello");
    }

    @Test
    void a_file_that_cannot_be_started_is_refused() throws Exception {
        Files.writeString(dir.resolve("script"), "#!/no/such/interpreter\n");
        Files.setPosixFilePermissions(dir.resolve("script"), PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(() -> Commands.run("./script").in(dir).execute(run))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("could not be started");
    }

    @Test
    void a_missing_working_directory_is_refused() {
        assertThatThrownBy(() -> sh("true").in(dir.resolve("missing")).execute(run))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void the_environment_is_inherited_unless_told_otherwise() throws Exception {
        var key = "PATH=" + System.getenv("PATH");

        assertThat(Commands.run("env").env("A", "1").execute(run).tail().lines())
                .contains("A=1", key, Command.KEY_VARIABLE + "=" + run.idempotencyKey());
        var clean = Commands.run("env").env("A", "1").inheritEnvironment(false).execute(run);
        assertThat(clean.tail().lines())
                .contains("A=1", key)
                .allMatch(
                        l -> l.matches("(A|PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_.*|TZ|TMPDIR|TMP|TEMP|EMROPS_KEY)=.*"));
    }

    @Test
    void a_child_that_prints_its_secret_in_any_spelling_shows_stars() throws Exception {
        var secret = "s3cr3t/pass word";
        var result = script(
                        "echo raw $PW; printf %s \"user:$PW\" | base64; printf 's3cr3t/pa'; sleep 0.2; echo 'ss word';"
                                + " echo '{\"a\":\"s3cr3t\\/pass word\"}' s3cr3t%2Fpass+word >&2")
                .env("PW", Secret.of(secret.toCharArray()))
                .execute(run);

        var all = result.tail() + String.join("\n", run.lines());
        assertThat(all).contains("raw ***", "{\"a\":\"***\"} ***").doesNotContain("s3cr3t", "pass word");
        var encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        assertThat(all).doesNotContain(encoded.substring(2, 12));
    }

    @Test
    void a_secret_of_the_run_that_lies_across_a_cut_of_a_long_line_is_blotted_out() throws Exception {
        run.knowing("0123456789abcdef");
        var middle = Lines.LONGEST / 2;

        var result = script("head -c " + (middle - 8) + " /dev/zero | tr '\\0' x; printf 0123456789abcdef;"
                        + " head -c 100000 /dev/zero | tr '\\0' y")
                .keepOutput(DataSize.mib(1))
                .execute(run);

        assertThat(result.tail()).contains("***").doesNotContain("01234567").doesNotContain("89abcdef");
        assertThat(result.tail().chars().filter(c -> c == 'x').count()).isEqualTo(middle - 8);
        assertThat(result.tail().chars().filter(c -> c == 'y').count()).isEqualTo(100_000);
    }

    @Test
    void a_secret_parameter_reaches_the_environment_and_the_input() throws Exception {
        var password = FakeStep.param("password", Secret.class);
        run.with(password, Secret.of("correct horse".toCharArray()));

        var result = sh("read line; [ \"$line\" = \"$PW\" ] && echo same: $PW")
                .env("PW", password)
                .input(password)
                .execute(run);

        assertThat(result.tail()).isEqualTo("same: ***");
    }

    @Test
    void a_secret_is_never_an_argument() {
        var password = FakeStep.param("password", Secret.class);
        var text = FakeStep.param("text", String.class);
        run.with(password, Secret.of("correct horse".toCharArray())).with(text, "--password=correct horse");

        assertThatThrownBy(() -> Commands.run("echo").arg(password).preview(run))
                .isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(() -> Commands.run("echo").arg(password).execute(run))
                .isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(() -> Commands.run("echo").arg(text).execute(run))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageNotContaining("horse");
        assertThat(run.lines()).isEmpty();
    }

    @Test
    void the_input_is_empty_unless_given() throws Exception {
        assertThat(Commands.run("cat").execute(run).tail()).isEmpty();
    }

    @Test
    void megabytes_on_both_streams_neither_block_nor_stay_in_memory() throws Exception {
        var result = sh("seq 1 400000 >&2 & seq 1 400000; wait")
                .keepOutput(DataSize.kib(4))
                .execute(run);

        assertThat(run.lines()).hasSize(800_000);
        assertThat(result.truncated()).isTrue();
        assertThat(result.tail().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
        assertThat(result.tail().lines()).allMatch(l -> l.matches("\\d+")).contains("400000");
    }

    @Test
    void five_megabytes_without_a_line_break_are_cut_into_lines() throws Exception {
        var result = sh("head -c 5242880 /dev/zero | tr '\\0' x").execute(run);

        assertThat(run.lines().stream().mapToInt(String::length).sum()).isEqualTo(5 << 20);
        assertThat(run.lines()).allMatch(l -> l.length() <= Lines.LONGEST);
        assertThat(result.truncated()).isTrue();
    }

    @Test
    void binary_and_invalid_utf8_survive() throws Exception {
        var result = sh("head -c 200000 /dev/urandom; printf 'a\\377\\376b\\0c\\033[31mred\\033[0m\\n'")
                .execute(run);

        assertThat(result.tail()).endsWith("a\uFFFD\uFFFDb\uFFFDcred");
        assertThat(result.tail().chars()).noneMatch(c -> c < ' ' && c != '\n' && c != '\t');
    }

    @Test
    void another_charset_is_read() throws Exception {
        assertThat(Commands.run("printf", "\\344rztlich")
                        .on(StandardCharsets.ISO_8859_1)
                        .execute(run)
                        .tail())
                .isEqualTo("ärztlich");
    }

    @Test
    void a_single_line_longer_than_what_is_kept_leaves_its_end() throws Exception {
        var result = Commands.run("printf", "%s", "abcdefghijäöü")
                .keepOutput(new DataSize(10))
                .execute(run);

        assertThat(result.tail()).isEqualTo("äöü");
        assertThat(result.truncated()).isTrue();
        assertThat(Commands.run("echo", "x")
                        .keepOutput(new DataSize(0))
                        .execute(run)
                        .tail())
                .isEmpty();
    }

    @Test
    void a_service_left_behind_does_not_hold_the_step() throws Exception {
        var result = sh("sleep 30 & echo started $!").execute(run);

        var pid = Long.parseLong(result.tail().replace("started ", ""));
        var left = ProcessHandle.of(pid).orElseThrow();
        assertThat(left.isAlive()).isTrue();
        assertThat(sh("true").probe(run))
                .isInstanceOf(Probe.Unknown.class)
                .asString()
                .contains(Long.toString(pid));
        left.destroyForcibly();
    }

    @Test
    void a_preview_tells_the_line_and_runs_nothing() {
        var password = Secret.from(() -> {
            throw new IllegalStateException("fetched in a rehearsal");
        });
        var command =
                Commands.run("touch", "made here").in(dir).env("PW", password).env("LEVEL", "debug");
        var before = Tree.of(dir);

        var preview = command.preview(run);

        assertThat(preview.changes()).containsExactly("runs: LEVEL=debug PW=*** touch 'made here' in " + dir);
        assertThat(preview.remarks()).singleElement().asString().contains("/touch");
        assertThat(Tree.of(dir)).isEqualTo(before).isEmpty();
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void a_reading_command_changes_nothing_and_may_be_repeated() throws Exception {
        var command = sh("true").readOnly("it only lists");

        assertThat(command.undoing()).isEqualTo(Undoing.nothing("it only lists"));
        assertThat(command.preview(run).changes()).isEmpty();
        assertThat(command.probe(run)).isEqualTo(Probe.notApplied());
        assertThat(sh("true").undoing()).isEqualTo(Undoing.statedByStep());
        assertThat(sh("true").probe(run)).isInstanceOf(Probe.Unknown.class);
    }

    @Test
    void verbs_leave_the_command_they_are_called_on_alone() {
        var command = Commands.run("a", "b");

        var other = command.args("c").env("D", "e").in(dir);

        assertThat(command.configuration()).containsEntry("line", "a b").doesNotContainKey("env.D");
        assertThat(other.configuration()).containsEntry("line", "a b c").containsEntry("env.D", "e");
        assertThat(command.env("D", Secret.of("correct horse".toCharArray())).configuration())
                .containsEntry("env.D", "***");
    }

    @Test
    void the_result_can_be_kept() {
        assertThat(Commands.run("a").output().faults()).isEmpty();
    }

    @Test
    void senseless_settings_are_refused_at_once() {
        assertThatThrownBy(() -> Commands.run(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Commands.run("a", "b\0c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Commands.run("a").expectExit()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Commands.run("a").env("A=B", "c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Commands.run("a").keepOutput(DataSize.gib(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Command sh(String script) {
        return Commands.run("sh", "-c", script);
    }

    /** A script whose text is no argument. */
    private Command script(String script) throws Exception {
        return Commands.run(
                "sh", Files.writeString(dir.resolve("script"), script).toString());
    }
}
