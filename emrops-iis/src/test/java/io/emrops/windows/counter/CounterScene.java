package io.emrops.windows.counter;

import io.emrops.Secret;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.command.SeenCommand;
import io.emrops.testkit.windows.simulated.SimulatedCounters;
import io.emrops.testkit.windows.simulated.SimulatedPool;
import io.emrops.testkit.windows.simulated.SimulatedSite;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.testkit.windows.simulated.SimulatedWorker;
import io.emrops.windows.PowerShellHost;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulated Windows behind WinRM, and its performance counters. */
final class CounterScene implements AutoCloseable {
    static final Instant AT = Instant.parse("2031-01-01T12:00:00Z");
    private static final String PASSWORD = "Passw0rd!";

    final ScriptedWindowsHost scripted =
            ScriptedWindowsHost.builder().user("ops", PASSWORD).winRm().start();
    final SimulatedWindows windows = SimulatedWindows.behind(scripted);
    final SimulatedCounters simulated = windows.counters();
    final PowerShellHost host;
    final WindowsCounters counters;

    CounterScene() throws Exception {
        host = PowerShellHost.winRm("localhost")
                .port(scripted.winRm().getPort())
                .login("ops", Secret.of(PASSWORD.toCharArray()))
                .trusting(scripted.certificate().clientContext())
                .build();
        counters = WindowsCounters.on(host);
    }

    /** A site with a pool of its own name, which has these worker processes. */
    void site(String name, SimulatedWorker... workers) {
        windows.iis().put(new SimulatedSite(name, 1, true, true, name, "C:\\", List.of()));
        windows.iis().put(new SimulatedPool(name, true, true, "", true, false, 20, Map.of()));
        windows.iis().workers(name, List.of(workers));
    }

    static SimulatedWorker worker(long pid, long memory) {
        return new SimulatedWorker(pid, memory, 0, AT.minusSeconds(pid));
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
