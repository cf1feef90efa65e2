package io.emrops.core.weblog;

import io.emrops.testkit.WebLogSourceContract;
import io.emrops.weblog.WebLogEntry;
import io.emrops.weblog.WebLogSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class W3cLogsContractTest extends WebLogSourceContract {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("u_ex261122.log");
    }

    @Override
    protected WebLogSource source() throws Exception {
        Files.writeString(
                file(),
                "#Fields: date time cs-method cs-uri-stem cs-username sc-status sc-substatus sc-win32-status sc-bytes time-taken\r\n");
        return W3cLogs.in(directory);
    }

    @Override
    protected void log(List<WebLogEntry> entries) throws Exception {
        for (var entry : entries) {
            Files.writeString(file(), line(entry), StandardOpenOption.APPEND);
        }
    }

    private static String line(WebLogEntry entry) {
        return moment(entry.at()) + " " + entry.method().orElse("-") + " " + entry.path() + " nurse " + entry.status()
                + " " + entry.substatus().orElse(0) + " " + entry.win32Status().orElse(0L) + " "
                + entry.sent().orElseThrow().bytes() + " "
                + entry.took().map(Duration::toMillis).orElseThrow() + "\r\n";
    }

    private static String moment(Instant at) {
        return at.toString().replace('T', ' ').replace("Z", "");
    }
}
