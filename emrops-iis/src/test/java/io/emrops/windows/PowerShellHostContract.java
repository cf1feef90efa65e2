package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.testkit.Canary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every way to a host keeps to. */
abstract class PowerShellHostContract {
    record Asked(String mode, String text, List<String> more) {}

    record Echo(String text, List<String> more, long bytes, String sum) {}

    static final PowerShellScript<Asked, Echo> ECHO =
            PowerShellScript.reading(PowerShellHostContract.class, "test/echo", Asked.class, Echo.class);
    static final PowerShellScript<Asked, Echo> CHANGE =
            PowerShellScript.changing(PowerShellHostContract.class, "test/change", Asked.class, Echo.class);

    @TempDir
    Path disk;

    @TempDir
    Path here;

    final List<String> words = new ArrayList<>();
    private PowerShellHost host;

    /** @param powerShell of which the disk is {@link #disk} */
    abstract PowerShellHost open(StandInPowerShell powerShell) throws Exception;

    /** The command line that the host was given last. */
    abstract String lastCommand() throws Exception;

    @BeforeEach
    final void begin() throws Exception {
        host = open(new StandInPowerShell(disk));
    }

    @AfterEach
    final void end() {
        host.close();
    }

    private static Asked asked(String mode) {
        return new Asked(mode, "", List.of());
    }

    @Test
    void a_host_is_identified_by_what_it_says_of_itself() throws Exception {
        assertThat(host.identity())
                .isEqualTo(new MachineIdentity(
                        StandInPowerShell.GUID,
                        "APP01",
                        "10.0.20348.0",
                        true,
                        Instant.parse("2026-03-01T02:00:00.1234567Z")));
        assertThat(host.target().kind()).isEqualTo("windows");
        assertThat(host.target().identity()).isEqualTo(StandInPowerShell.GUID);
    }

    @Test
    void values_arrive_as_they_are_whatever_they_hold() throws Exception {
        var hostile = List.of(
                "'",
                "\u2018",
                "\u2019",
                "\u201A",
                "\u201B",
                "\"",
                ";",
                "$(Get-Date)",
                "`n`",
                "a\nb\r\nc",
                "a\0b",
                "%PATH%",
                "& whoami",
                "\\",
                "\uD83C\uDFE5",
                "\uD800",
                "_x000A_",
                "]]>",
                "x".repeat(10_000),
                "");

        var echo = host.run(ECHO.with(new Asked("echo", String.join("", hostile), hostile)));

        assertThat(echo.more()).isEqualTo(hostile);
        assertThat(echo.text()).isEqualTo(String.join("", hostile));
        assertThat(lastCommand()).doesNotContain("Get-Date").hasSizeLessThan(8191);
    }

    @Test
    void a_payload_arrives_whole() throws Exception {
        var bytes = new byte[300_000];
        new Random(11).nextBytes(bytes);

        var echo = host.run(ECHO.with(asked("echo")).payload(bytes));

        assertThat(echo.bytes()).isEqualTo(300_000);
        assertThat(echo.sum()).isEqualTo(StandInPowerShell.sha256(bytes));
    }

    @Test
    void a_secret_reaches_the_script_and_no_command_line_and_no_exception() throws Exception {
        var canary = Canary.generate();

        host.run(ECHO.with(asked("echo")).secret("pfxPassword", canary.secret()));
        var failed = assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> host.run(ECHO.with(asked("fail")).secret("pfxPassword", canary.secret())));

        var trace = new StringWriter();
        failed.satisfies(e -> e.printStackTrace(new PrintWriter(trace)));
        var secret = Files.readString(disk.resolve("secrets")).strip().split(" ");
        assertThat(secret).hasSize(3).startsWith("secret", "pfxPassword");
        assertThat(canary.in(new String(Base64.getDecoder().decode(secret[2]), StandardCharsets.UTF_8)))
                .isNotEmpty();
        assertThat(canary.in(lastCommand())).isEmpty();
        assertThat(canary.in(trace.toString())).isEmpty();
        assertThat(canary.in(words.toString())).isEmpty();
    }

    @Test
    void a_script_that_fails_is_told_by_its_id_and_its_words_to_the_sink_alone() {
        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> host.run(CHANGE.with(asked("fail"))))
                .satisfies(e -> {
                    assertThat(e.error().id()).isEqualTo("PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand");
                    assertThat(e.error().category()).isEqualTo("ObjectNotFound");
                    assertThat(e.error().hresult()).isEqualTo(0x80131501);
                    assertThat(e.vendorCode())
                            .hasValueSatisfying(code -> assertThat(code).contains("0x80131501"));
                    assertThat(e)
                            .hasMessageContaining("what it did before may stay")
                            .hasMessageNotContaining("4711");
                });
        assertThat(words).anyMatch(line -> line.contains("MRN 4711"));
    }

    @Test
    void what_fails_before_the_script_begins_is_told_by_its_id_too() {
        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> host.run(ECHO.with(asked("clixml"))))
                .satisfies(e -> assertThat(e.error().id()).isEqualTo("Parser.Broken"));
    }

    @Test
    void a_script_that_cannot_begin_was_not_run() {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> host.run(CHANGE.with(asked("refuse"))))
                .withMessageContaining("cannot begin test/change: MissingEndCurlyBrace; nothing was done");
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> host.run(CHANGE.with(asked("damage"))))
                .withMessageContaining("not as it was sent; nothing was done");
    }

    @Test
    void an_answer_that_cannot_be_written_says_that_the_script_was_run() {
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> host.run(CHANGE.with(asked("unanswerable"))))
                .withMessageContaining(
                        "cannot be written (System.InvalidOperationException); what the script does was");
        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> host.run(CHANGE.with(asked("failed"))))
                .satisfies(e -> assertThat(e.error().id()).isEqualTo("PathNotFound"));
    }

    @Test
    void the_text_of_a_throw_is_no_id() {
        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> host.run(CHANGE.with(asked("thrown"))))
                .withMessageNotContaining("4711")
                .satisfies(e -> assertThat(e.error().id()).isEqualTo("Thrown"));
    }

    @Test
    void an_answer_behind_more_output_than_is_kept_is_found() throws Exception {
        assertThat(host.run(ECHO.with(asked("flood"))).text()).isEqualTo("behind");
    }

    @Test
    void a_script_that_ends_without_an_answer_is_in_doubt_unless_it_only_reads() {
        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> host.run(CHANGE.with(asked("vanish"))))
                .withMessageContaining("exit 1");
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> host.run(ECHO.with(asked("vanish"))));
    }

    @Test
    void an_answer_of_another_form_says_that_the_script_was_run() {
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> host.run(CHANGE.with(asked("wrong"))))
                .withMessageContaining("is no Echo; what the script does was done");
    }

    @Test
    void a_script_that_takes_too_long_is_ended_and_in_doubt() throws Exception {
        var time = Duration.ofSeconds(1);
        while (!Files.exists(disk.resolve("hanging"))) {
            var call = CHANGE.with(asked("hang")).within(time);
            // A slow machine may need longer than that before the script begins; then nothing was done.
            assertThatExceptionOfType(EmropsException.class)
                    .isThrownBy(() -> host.run(call))
                    .satisfies(e -> assertThat(e.getClass())
                            .isEqualTo(
                                    e.getMessage().contains("nothing was done")
                                            ? TargetUnavailableException.class
                                            : OutcomeUnknownException.class));
            time = time.multipliedBy(2);
        }
        requireEnded();
    }

    @Test
    void an_interrupt_ends_the_script_and_the_wait() throws Exception {
        var thrown = new CompletableFuture<Throwable>();
        var caller = new Thread(() -> {
            try {
                thrown.complete(new AssertionError(String.valueOf(host.run(CHANGE.with(asked("hang"))))));
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        caller.start();
        while (!Files.exists(disk.resolve("hanging"))) {
            Thread.onSpinWait();
        }

        caller.interrupt();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        requireEnded();
    }

    /** The script that hung was ended, as far as that can be seen. */
    void requireEnded() {}

    @Test
    void a_file_is_uploaded_once() throws Exception {
        var bytes = new byte[FileUpload.CHUNK + 1_000_000];
        new Random(12).nextBytes(bytes);
        var file = Files.write(here.resolve("app.zip"), bytes);
        var reports = new ArrayList<Long>();

        var first = host.upload(file, "D:\\releases\\app.zip", (done, total, what) -> reports.add(done));
        var second = host.upload(file, "D:\\releases\\app.zip", Progress.none());

        var sum = StandInPowerShell.sha256(bytes);
        assertThat(first).isEqualTo(new Upload("D:\\releases\\app.zip", bytes.length, sum, true));
        assertThat(second).isEqualTo(new Upload("D:\\releases\\app.zip", bytes.length, sum, false));
        assertThat(reports).isSorted().endsWith((long) bytes.length);
        assertThat(new StandInPowerShell(disk).file("D:\\releases\\app.zip")).hasBinaryContent(bytes);
    }

    @Test
    void an_empty_file_is_uploaded_too() throws Exception {
        var file = Files.createFile(here.resolve("empty"));

        assertThat(host.upload(file, "D:\\empty", Progress.none()).sent()).isTrue();
    }

    @Test
    void a_file_that_arrives_as_another_one_is_refused() throws Exception {
        var file = Files.writeString(here.resolve("app.zip"), "content");
        Files.createFile(disk.resolve("spoil"));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> host.upload(file, "D:\\app.zip", Progress.none()))
                .withMessageContaining("was not touched");
        assertThat(new StandInPowerShell(disk).file("D:\\app.zip")).doesNotExist();
    }

    @Test
    void a_relative_path_is_refused() throws Exception {
        var file = Files.createFile(here.resolve("empty"));

        for (var path : List.of("app.zip", "\\app.zip", "D:app.zip", "D:\\", "D:\\x\\", "")) {
            assertThatIllegalArgumentException().as(path).isThrownBy(() -> host.upload(file, path, Progress.none()));
        }
    }
}
