package io.emrops.iis;

import io.emrops.deploy.LogFinding;
import io.emrops.windows.eventlog.WindowsEvent;
import io.emrops.windows.eventlog.WindowsEventLog;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the application has complained of to Windows, by source and number. */
final class SiteErrors {
    private static final String LOG = "Application";
    private static final int ERROR = 2;
    private static final int PAGE = 1000;
    /** Of pages; an application that logs more errors than these are has been told of often enough. */
    private static final int MOST = 100;

    private final String site;
    private final Set<String> sources;
    private final WindowsEventLog log;

    SiteErrors(IisDeployerBuilder b) {
        this.site = b.site;
        this.sources = b.errorSources;
        this.log = WindowsEventLog.on(b.host);
    }

    List<LogFinding> since(Instant since) throws InterruptedException {
        if (sources.isEmpty()) {
            return List.of();
        }
        Map<String, LogFinding> found = new TreeMap<>();
        var before = 0L;
        for (var pages = 0; pages < MOST; pages++) {
            var page = log.page(LOG, sources, since, before, PAGE);
            page.stream()
                    .filter(event -> event.level() > 0 && event.level() <= ERROR)
                    .forEach(event -> found.merge(signature(event), finding(event), SiteErrors::together));
            if (page.size() < PAGE) {
                break;
            }
            before = page.get(page.size() - 1).recordId();
        }
        return found.values().stream()
                .sorted(Comparator.comparing(LogFinding::count).reversed())
                .toList();
    }

    private static String signature(WindowsEvent event) {
        return event.source() + " " + event.id();
    }

    private LogFinding finding(WindowsEvent event) {
        return new LogFinding(site, signature(event), 1, event.at(), event.at());
    }

    private static LogFinding together(LogFinding one, LogFinding other) {
        return new LogFinding(
                one.service(),
                one.signature(),
                one.count() + other.count(),
                one.first().isBefore(other.first()) ? one.first() : other.first(),
                one.last().isAfter(other.last()) ? one.last() : other.last());
    }
}
