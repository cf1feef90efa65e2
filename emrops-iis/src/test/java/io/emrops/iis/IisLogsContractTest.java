package io.emrops.iis;

import io.emrops.core.weblog.W3cLogs;
import io.emrops.iis.log.IisLogs;
import io.emrops.testkit.WebLogSourceContract;
import io.emrops.weblog.WebLogEntry;
import io.emrops.weblog.WebLogSource;
import io.emrops.windows.PowerShellHost;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The logs of a host over WinRM. */
class IisLogsContractTest extends WebLogSourceContract {
    @TempDir
    Path directory;

    private Doors doors;
    private PowerShellHost host;
    private LoggedSite site;

    Doors.Way way() {
        return Doors.Way.WINRM;
    }

    @BeforeEach
    void open() throws Exception {
        doors();
    }

    private Doors doors() throws Exception {
        if (doors == null) {
            doors = new Doors(directory);
            host = doors.open(way());
            site = new LoggedSite(doors.windows);
        }
        return doors;
    }

    @AfterEach
    void close() {
        host.close();
        doors.close();
    }

    @Override
    protected WebLogSource source() throws Exception {
        doors();
        site.write("u_ex261122.log", LoggedSite.HEAD);
        return W3cLogs.of(IisLogs.on(host).ofSite(LoggedSite.NAME));
    }

    @Override
    protected void log(List<WebLogEntry> entries) {
        site.write("u_ex261122.log", entries.stream().map(LoggedSite::line).collect(Collectors.joining()));
    }
}
