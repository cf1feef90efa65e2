package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.ScriptedWindowsHost;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;

/**
 * A Windows that keeps state, behind a scripted host: what one script of emrops does the next one finds.
 *
 * <pre>{@code
 * try (var host = ScriptedWindowsHost.builder().user("ops", "Passw0rd").winRm().start()) {
 *     var windows = SimulatedWindows.behind(host);
 *     windows.files().createDirectory("D:\\apps");
 *     …
 * }
 * }</pre>
 *
 * <p>It answers the scripts of emrops alone, by their ids; its files are reached by SFTP too. Safe for use by several threads.
 */
public final class SimulatedWindows {
    /** The GUID of its installation. */
    public static final String MACHINE_GUID = "5a1c0de5-0000-4000-8000-000000000001";

    private volatile InstantSource clock = InstantSource.system();
    private final SimulatedFiles files = new SimulatedFiles(() -> clock);
    private final SimulatedCertificates certificates = new SimulatedCertificates();
    private final SimulatedReleases releases = new SimulatedReleases(files);
    private final SimulatedIis iis = new SimulatedIis(files, certificates);
    private final SimulatedEventLog events = new SimulatedEventLog();
    private final SimulatedCounters counters = new SimulatedCounters();
    private volatile boolean administrator = true;
    private final SimulatedLogs logs = new SimulatedLogs(files, () -> clock);

    private SimulatedWindows() {}

    /** Has a new one answer the scripts that come to this host. */
    public static SimulatedWindows behind(ScriptedWindowsHost host) {
        var windows = new SimulatedWindows();
        host.onScript(
                "windows/identity",
                call -> Map.of(
                        "machineGuid",
                        MACHINE_GUID,
                        "computerName",
                        host.toString(),
                        "osVersion",
                        "10.0.20348.0",
                        "administrator",
                        windows.administrator,
                        "time",
                        windows.clock.instant().toString()));
        new FileScripts(windows.files).answer(host);
        host.files(new FilesBySftp(windows.files));
        new CertificateScripts(windows.certificates, new IisBindings(windows.iis), () -> windows.administrator)
                .answer(host);
        new ReleaseScripts(windows.files, windows.releases, () -> windows.clock.instant()).answer(host);
        new IisScripts(windows.iis, () -> windows.administrator).answer(host);
        new LogScripts(windows.files, windows.iis, windows.logs, () -> windows.administrator).answer(host);
        windows.events.answer(host);
        windows.counters.answer(host, windows.iis, () -> windows.administrator, () -> windows.clock.instant());
        return windows;
    }

    /** Its event logs. */
    public SimulatedEventLog events() {
        return events;
    }

    /** Its performance counters. */
    public SimulatedCounters counters() {
        return counters;
    }

    /** Its files. */
    public SimulatedFiles files() {
        return files;
    }

    /** Its certificate stores. */
    public SimulatedCertificates certificates() {
        return certificates;
    }

    /** What its releases in folders depend on beside the files. */
    public SimulatedReleases releases() {
        return releases;
    }

    /** Its IIS. */
    public SimulatedIis iis() {
        return iis;
    }

    /** The logs of the sites of its IIS. */
    public SimulatedLogs logs() {
        return logs;
    }

    /** Whether those who log in are administrators; they are if nobody says otherwise. */
    public void administrator(boolean are) {
        administrator = are;
    }

    /** Has it read another clock than that of this JVM. */
    public void clock(InstantSource newClock) {
        clock = Objects.requireNonNull(newClock, "newClock");
    }
}
