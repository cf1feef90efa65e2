package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

final class LocalHostTest extends PowerShellHostContract {
    @Override
    PowerShellHost open(StandInPowerShell powerShell) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var classes = Path.of(StandInPowerShell.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var program = Files.writeString(
                here.resolve("powershell"),
                "#!/bin/sh\nexec '" + java + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dstand-in.disk='" + disk
                        + "' -cp '" + classes + "' " + StandInPowerShell.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
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

    @Test
    void a_program_that_is_not_there_is_told() {
        var host = PowerShellHost.local().program("/no/such/powershell").build();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(host::identity)
                .withMessageContaining("no PowerShell that can be started; nothing was done");
        assertThat(host).hasToString("windows this machine");
    }
}
