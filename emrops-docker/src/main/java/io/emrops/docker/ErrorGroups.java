package io.emrops.docker;

import io.emrops.deploy.LogFinding;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Groups the error lines of a service by their signature, in bounded memory. */
final class ErrorGroups {
    static final int MOST = 200;
    static final String OTHERS = "other errors, of too many kinds to tell apart";

    private final String service;
    private final Instant since;
    private final Predicate<String> errorLine;
    private final Map<String, LogFinding> groups = new HashMap<>();

    ErrorGroups(String service, Instant since, Predicate<String> errorLine) {
        this.service = service;
        this.since = since;
        this.errorLine = errorLine;
    }

    /** Takes a line as the engine gives it, with the time it was written in front. */
    void add(String stamped) {
        var blank = stamped.indexOf(' ');
        if (blank < 0) {
            return;
        }
        var text = stamped.substring(blank + 1);
        if (!errorLine.test(text)) {
            return;
        }
        var at = time(stamped.substring(0, blank));
        if (at.isBefore(since)) {
            return;
        }
        var signature = LogSignature.of(text);
        var group = groups.containsKey(signature) || groups.size() < MOST ? signature : OTHERS;
        groups.merge(group, new LogFinding(service, group, 1, at, at), ErrorGroups::join);
    }

    private Instant time(String stamp) {
        try {
            return Instant.parse(stamp);
        } catch (DateTimeParseException e) {
            return since; // the middle of a line that was too long for the engine
        }
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
    List<LogFinding> findings() {
        return groups.values().stream()
                .sorted(Comparator.comparingLong(LogFinding::count)
                        .reversed()
                        .thenComparing(LogFinding::first)
                        .thenComparing(LogFinding::signature))
                .toList();
    }
}
