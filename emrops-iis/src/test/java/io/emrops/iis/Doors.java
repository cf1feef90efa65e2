package io.emrops.iis;

import io.emrops.Secret;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import java.nio.file.Files;
import java.nio.file.Path;

/** A simulated Windows, and the ways to it. */
final class Doors implements AutoCloseable {
    enum Way {
        LOCAL,
        SSH,
        WINRM
    }

    private static final String PASSWORD = "Passw0rd!";

    final ScriptedWindowsHost scripted =
            ScriptedWindowsHost.builder().user("ops", PASSWORD).winRm().ssh().start();
    final SimulatedWindows windows = SimulatedWindows.behind(scripted);

    private final Path directory;

    Doors(Path directory) {
        this.directory = directory;
    }

    PowerShellHost open(Way way) throws Exception {
        var secret = Secret.of(PASSWORD.toCharArray());
        return switch (way) {
            case LOCAL ->
                PowerShellHost.local()
                        .program(scripted.standIn(directory).toString())
                        .build();
            case SSH ->
                PowerShellHost.ssh("127.0.0.1")
                        .port(scripted.sshPort())
                        .knownHosts(Files.writeString(directory.resolve("known_hosts"), scripted.knownHost() + "\n"))
                        .login("ops", secret)
                        .build();
            case WINRM ->
                PowerShellHost.winRm("localhost")
                        .port(scripted.winRm().getPort())
                        .login("ops", secret)
                        .trusting(scripted.certificate().clientContext())
                        .build();
        };
    }

    @Override
    public void close() {
        scripted.close();
    }
}
