package io.emrops.windows.eventlog;

import io.emrops.Secret;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.command.SeenCommand;
import io.emrops.testkit.windows.simulated.SimulatedEventLog;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A simulated Windows behind WinRM, and its event logs. */
final class EventScene implements AutoCloseable {
    static final Instant AT = Instant.parse("2026-01-02T03:04:05.1234567Z");
    private static final String PASSWORD = "Passw0rd!";

    final ScriptedWindowsHost scripted =
            ScriptedWindowsHost.builder().user("ops", PASSWORD).winRm().start();
    final SimulatedWindows windows = SimulatedWindows.behind(scripted);
    final SimulatedEventLog events = windows.events();
    final PowerShellHost host;
    final WindowsEventLog log;

    EventScene() throws Exception {
        host = PowerShellHost.winRm("localhost")
                .port(scripted.winRm().getPort())
                .login("ops", Secret.of(PASSWORD.toCharArray()))
                .trusting(scripted.certificate().clientContext())
                .build();
        log = WindowsEventLog.on(host);
    }

    /** Errors of one source, a second apart. */
    void errors(String source, int id, int count) {
        for (var i = 0; i < count; i++) {
            events.add("Application", source, id, 2, AT.plusSeconds(i));
        }
    }

    static List<Long> ids(List<WindowsEvent> events) {
        return events.stream().map(WindowsEvent::recordId).toList();
    }

    /** The ids of the scripts that came. */
    List<String> scripts() {
        return scripted.commands().stream()
                .map(SeenCommand::scriptId)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void close() {
        host.close();
        scripted.close();
    }
}
