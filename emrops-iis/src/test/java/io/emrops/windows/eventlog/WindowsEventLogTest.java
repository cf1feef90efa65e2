package io.emrops.windows.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.testkit.windows.PowerShellError;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WindowsEventLogTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.1234567Z");

    @TempDir
    Path directory;

    @Test
    void names_arrive_as_data_and_an_unknown_log_is_told() throws Exception {
        var name = "'\u2019;$(x)`\n*";
        try (var windows = ScriptedWindowsHost.builder().start();
                var host = PowerShellHost.local()
                        .program(windows.standIn(directory).toString())
                        .build()) {
            SimulatedWindows.behind(windows);
            windows.onScript("eventlog/read", call -> {
                if (!call.text("log").equals("Application")) {
                    throw PowerShellError.of("EventLogNotFoundException", "NotSpecified")
                            .from("System.Diagnostics.Eventing.Reader.EventLogNotFoundException", 0x80131500);
                }
                assertThat(call.parameters().get("sources")).isEqualTo(List.of(name));
                assertThat(call.text("from")).isEqualTo("1970-01-01T00:00:00Z");
                assertThat(call.number("before")).isEqualTo(8);
                return Map.of(
                        "events",
                        List.of(Map.of(
                                "recordId",
                                7,
                                "at",
                                AT.toString(),
                                "log",
                                "Application",
                                "source",
                                name,
                                "id",
                                5,
                                "level",
                                2,
                                "computer",
                                "APP01")));
            });
            var log = WindowsEventLog.on(host);

            assertThat(log.page("Application", Set.of(name), Instant.EPOCH, 8, 10))
                    .containsExactly(new WindowsEvent(7, AT, "Application", name, 5, 2, "APP01"));
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> log.page("None", Set.of(), Instant.EPOCH, 0, 10))
                    .withMessageContaining("nothing was changed");
        }
    }
}
