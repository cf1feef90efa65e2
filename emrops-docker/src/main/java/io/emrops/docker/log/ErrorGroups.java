package io.emrops.docker.log;

import io.emrops.deploy.LogFinding;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Groups the error lines of a service by their signature, in bounded memory. */
public final class ErrorGroups {
    public static final int MOST = 200;
    public static final String OTHERS = "other errors, of too many kinds to tell apart";

    private final String service;
    private final Predicate<String> errorLine;
    private final Map<String, LogFinding> groups = new HashMap<>();

    public ErrorGroups(String service, Predicate<String> errorLine) {
        this.service = service;
        this.errorLine = errorLine;
    }

    /** Takes a line. */
    public void add(Instant at, String text) {
        if (!errorLine.test(text)) {
            return;
        }
        var signature = LogSignature.of(text);
        var group = groups.containsKey(signature) || groups.size() < MOST ? signature : OTHERS;
        groups.merge(group, new LogFinding(service, group, 1, at, at), ErrorGroups::join);
    }

    private static LogFinding join(LogFinding a, LogFinding b) {
        return new LogFinding(
                a.service(),
                a.signature(),
                a.count() + b.count(),
                a.first().isBefore(b.first()) ? a.first() : b.first(),
                a.last().isAfter(b.last()) ? a.last() : b.last());
    }

    /** The most frequent first. */
    public List<LogFinding> findings() {
        return groups.values().stream()
                .sorted(Comparator.comparingLong(LogFinding::count)
                        .reversed()
                        .thenComparing(LogFinding::first)
                        .thenComparing(LogFinding::signature))
                .toList();
    }
}
