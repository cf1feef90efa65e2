package io.emrops.iis;

import io.emrops.testkit.windows.simulated.SimulatedSite;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.weblog.WebLogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A site that logs, on a simulated Windows. */
final class LoggedSite {
    static final String NAME = "scheduler";
    static final String FOLDER = "C:\\inetpub\\logs\\LogFiles\\W3SVC7";
    static final String HEAD = """
            #Software: Microsoft Internet Information Services 10.0\r
            #Version: 1.0\r
            #Date: 2026-11-22 12:00:00\r
            #Fields: date time cs-method cs-uri-stem cs-username sc-status sc-substatus sc-win32-status sc-bytes time-taken\r
            """;

    private final SimulatedWindows windows;

    LoggedSite(SimulatedWindows windows) {
        this.windows = windows;
        windows.iis().put(new SimulatedSite(NAME, 7, true, true, NAME, "D:\\apps", List.of()));
    }

    void write(String file, String text) {
        windows.logs().append(FOLDER + "\\" + file, text);
    }

    void delete(String file) {
        windows.files().delete(FOLDER + "\\" + file);
    }

    static String line(WebLogEntry entry) {
        return line(
                entry.at(),
                entry.path(),
                entry.status(),
                entry.sent().orElseThrow().bytes(),
                entry.took().map(Duration::toMillis).orElseThrow());
    }

    static String line(Instant at, String path, int status, long sent, long took) {
        return at.toString().replace('T', ' ').replace("Z", "") + " GET " + path + " nurse " + status + " 0 0 " + sent
                + " " + took + "\r\n";
    }
}
