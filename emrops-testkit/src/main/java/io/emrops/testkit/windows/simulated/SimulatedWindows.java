package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.ScriptedWindowsHost;
import java.util.Map;

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
 * <p>It answers the scripts of emrops alone, by their ids. Safe for use by several threads.
 */
public final class SimulatedWindows {
    /** The GUID of its installation. */
    public static final String MACHINE_GUID = "5a1c0de5-0000-4000-8000-000000000001";

    private final SimulatedFiles files = new SimulatedFiles();
    private final SimulatedCertificates certificates = new SimulatedCertificates();
    private volatile boolean administrator = true;

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
                        windows.administrator));
        new FileScripts(windows.files).answer(host);
        new CertificateScripts(windows.certificates, () -> windows.administrator).answer(host);
        return windows;
    }

    /** Its files. */
    public SimulatedFiles files() {
        return files;
    }

    /** Its certificate stores, and where certificates are bound. */
    public SimulatedCertificates certificates() {
        return certificates;
    }

    /** Whether those who log in are administrators; they are if nobody says otherwise. */
    public void administrator(boolean are) {
        administrator = are;
    }
}
