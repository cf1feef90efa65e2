package io.emrops.metrics;

import io.emrops.Finding;
import io.emrops.Target;
import java.util.List;
import java.util.Optional;

/** A performance report for programs: the numbers of {@link PerformancePage}, and those that its lines are drawn from. */
final class PerformanceJson {
    private PerformanceJson() {}

    static String of(
            Target target,
            Measurement measured,
            List<ServiceSeries> series,
            Thresholds thresholds,
            Optional<Finding> finding) {
        var json = new Json().open('{');
        json.name("target").text(target.toString());
        json.name("from").text(measured.from().toString());
        json.name("until").text(measured.until().toString());
        json.name("everySeconds").number(measured.every().toMillis() / 1000.0);
        json.name("thresholds").text(thresholds.toString());
        finding.ifPresent(found -> {
            json.name("kept").truth(found.ok());
            json.name("finding").text(found.text());
            json.name("details").open('[');
            found.details().forEach(json::text);
            json.close(']');
        });
        json.name("times").open('[');
        measured.samples().forEach(sample -> json.text(sample.at().toString()));
        json.close(']').name("services").open('[');
        series.forEach(each -> service(json, each));
        return json.close(']').close('}') + "\n";
    }

    private static void service(Json json, ServiceSeries series) {
        json.open('{').name("service").text(series.service());
        json.name("instances").number(series.instances());
        json.name("restarts").number(series.incidents().restarts());
        json.name("oomKills").number(series.incidents().oomKills());
        for (var measure : Measure.values()) {
            Statistics.of(series.of(measure)).ifPresent(known -> {
                json.name(measure.key).open('{').name("unit").text(unit(measure));
                json.name("least").number(known.least()).name("mean").number(known.mean());
                json.name("p95").number(known.p95()).name("most").number(known.most());
                json.name("values").open('[');
                for (var value : series.of(measure)) {
                    json.number(value);
                }
                json.close(']').close('}');
            });
        }
        json.close('}');
    }

    private static String unit(Measure measure) {
        return switch (measure) {
            case CPU -> "share";
            case MEMORY -> "bytes";
            case RECEIVED, SENT, READ, WRITTEN -> "bytes/second";
        };
    }
}
