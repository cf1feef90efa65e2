package io.emrops.testkit;

import io.emrops.deploy.LogFinding;
import io.emrops.spi.log.LogErrors;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@link FakeLogs} takes for errors. */
final class FakeErrors implements LogErrors {
    private final Map<List<String>, LogFinding> groups = new LinkedHashMap<>();

    @Override
    public void line(String service, Instant at, String text) {
        if (text.contains("ERROR")) {
            var signature = text.replaceAll("\\d+", "*");
            groups.merge(
                    List.of(service, signature),
                    new LogFinding(service, signature, 1, at, at),
                    (a, b) -> new LogFinding(service, signature, a.count() + 1, a.first(), b.last()));
        }
    }

    @Override
    public List<LogFinding> findings() {
        return groups.values().stream()
                .sorted(Comparator.comparing(LogFinding::count).reversed())
                .toList();
    }
}
