package io.emrops.iis;

import io.emrops.deploy.LogFinding;
import io.emrops.windows.eventlog.EventCount;
import io.emrops.windows.eventlog.EventLevel;
import io.emrops.windows.eventlog.EventQuery;
import io.emrops.windows.eventlog.WindowsEventLog;
import java.time.Instant;
import java.util.List;

/** What the application has complained of to Windows, by source and number. */
final class SiteErrors {
    private final String site;
    private final EventQuery errors;
    private final boolean asked;
    private final WindowsEventLog log;

    SiteErrors(IisDeployerBuilder b) {
        this.site = b.site;
        this.asked = !b.errorSources.isEmpty();
        this.errors =
                EventQuery.of("Application").providers(b.errorSources).levels(EventLevel.CRITICAL, EventLevel.ERROR);
        this.log = WindowsEventLog.on(b.host);
    }

    List<LogFinding> since(Instant since) throws InterruptedException {
        return asked
                ? log.summary(errors.from(since)).counts().stream()
                        .map(this::finding)
                        .toList()
                : List.of();
    }

    private LogFinding finding(EventCount count) {
        return new LogFinding(site, count.source() + " " + count.id(), count.count(), count.first(), count.last());
    }
}
