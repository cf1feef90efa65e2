package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LocalHostTest extends PowerShellHostContract {
    @Override
    PowerShellHost open(StandInPowerShell powerShell) throws Exception {
        var program = powerShell.writeProgram(here.resolve("powershell"));
        return PowerShellHost.local()
                .program(program.toString())
                .rawErrors(words::add)
                .build();
    }

    @Override
    String lastCommand() throws Exception {
        return Files.readString(disk.resolve("arguments"));
    }

    @Override
    void requireEnded() {
        try {
            var pid = Long.parseLong(Files.readString(disk.resolve("pid")));
            ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that takes its input, changes something, and ends as it is told. */
    private PowerShellHost ending(String how) throws IOException {
        var program = Files.writeString(
                here.resolve("ending"),
                "#!/bin/sh\ncat >/dev/null\n: >'" + here.resolve("changed") + "'\n" + how + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return PowerShellHost.local().program(program.toString()).build();
    }

    @Test
    void an_end_that_the_bootstrap_has_not_explained_says_nothing_of_what_was_done() throws Exception {
        var record =
                "printf '%s' '#< CLIXML\r\n<Objs Version=\"1.1.0.1\"><S S=\"Error\">+ FullyQualifiedErrorId : CannotGetCounter</S></Objs>' >&2; ";
        for (var how : List.of("exit 3", record + "exit 3", record + "exit 255")) {
            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .as(how)
                    .isThrownBy(() -> ending(how).run(CHANGE.with(new Asked("echo", "", List.of()))));
            assertThat(here.resolve("changed")).exists();
        }
    }

    @Test
    void input_that_did_not_arrive_is_told_by_the_bootstrap() throws Exception {
        var host = ending("echo 'emrops incomplete'; exit 3");

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> host.run(CHANGE.with(new Asked("echo", "", List.of()))))
                .withMessageContaining("nothing was done");
    }

    @Test
    void constrained_language_mode_is_told_by_the_bootstrap() throws Exception {
        var host = ending("echo 'emrops constrained'; exit 4");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> host.run(CHANGE.with(new Asked("echo", "", List.of()))))
                .withMessageContaining("Constrained Language Mode")
                .withMessageContaining("nothing was done");
    }

    @Test
    void a_program_that_is_not_there_is_told() {
        var host = PowerShellHost.local().program("/no/such/powershell").build();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(host::identity)
                .withMessageContaining("no PowerShell that can be started; nothing was done");
        assertThat(host).hasToString("windows this machine");
    }
}
