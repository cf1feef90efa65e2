package io.emrops.testkit;

import io.emrops.logs.LogCollector;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

class FakeLogsContractTest extends LogCollectorContract {
    private Instant time = Instant.parse("2026-03-01T02:00:00Z");
    private final FakeLogs logs = FakeLogs.of("emrnext", "api", "web").clock(() -> time);

    @Override
    protected LogCollector collector() {
        return logs;
    }

    @Override
    protected List<String> services() {
        return List.of("api", "web");
    }

    @Override
    protected Instant now() {
        time = time.plusNanos(1);
        return time;
    }

    @Override
    protected void write(String service, byte[] text, boolean toErrorOutput) {
        var begin = 0;
        for (var i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                logs.write(service, time, Arrays.copyOfRange(text, begin, i), toErrorOutput);
                begin = i + 1;
                time = time.plusNanos(1);
            }
        }
    }
}
