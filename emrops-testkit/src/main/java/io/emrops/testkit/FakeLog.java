package io.emrops.testkit;

import io.emrops.deploy.LogFinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** What the services of a {@link FakeDeployer} have written into their logs. */
final class FakeLog {
    private final List<LoggedError> errors = new ArrayList<>();

    private record LoggedError(String service, String signature, Instant at) {}

    void add(String service, String signature, Instant at) {
        errors.add(new LoggedError(service, signature, at));
    }

    List<LogFinding> errorsSince(Instant since) {
        var grouped = new LinkedHashMap<List<String>, List<LoggedError>>();
        errors.stream()
                .filter(error -> !error.at().isBefore(since))
                .sorted(Comparator.comparing(LoggedError::at))
                .forEach(error -> grouped.computeIfAbsent(
                                List.of(error.service(), error.signature()), group -> new ArrayList<>())
                        .add(error));
        return grouped.values().stream().map(FakeLog::finding).toList();
    }

    private static LogFinding finding(List<LoggedError> errors) {
        var first = errors.get(0);
        var last = errors.get(errors.size() - 1);
        return new LogFinding(first.service(), first.signature(), errors.size(), first.at(), last.at());
    }

    void read(Tables from) {
        errors.clear();
        from.rows("error")
                .forEach(row -> errors.add(new LoggedError(row.get(0), row.get(1), Instant.parse(row.get(2)))));
    }

    void write(Tables to) {
        errors.forEach(error ->
                to.add("error", error.service(), error.signature(), error.at().toString()));
    }
}
