package io.emrops.docker.log;

import io.emrops.deploy.LogFinding;
import io.emrops.spi.log.LogErrors;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Groups the error lines of all services. */
final class ServiceErrors implements LogErrors {
    private final Predicate<String> errorLine;
    private final Map<String, ErrorGroups> services = new TreeMap<>();

    ServiceErrors(Predicate<String> errorLine) {
        this.errorLine = errorLine;
    }

    @Override
    public void line(String service, Instant at, String text) {
        services.computeIfAbsent(service, s -> new ErrorGroups(s, errorLine)).add(at, text);
    }

    @Override
    public List<LogFinding> findings() {
        return services.values().stream()
                .flatMap(groups -> groups.findings().stream())
                .sorted(Comparator.comparingLong(LogFinding::count).reversed())
                .toList();
    }
}
