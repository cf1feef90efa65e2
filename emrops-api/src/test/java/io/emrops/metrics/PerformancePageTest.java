package io.emrops.metrics;

import static io.emrops.metrics.Samples.instance;
import static io.emrops.metrics.Samples.measured;
import static io.emrops.metrics.Samples.running;
import static io.emrops.metrics.Samples.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.DataSize;
import io.emrops.Target;
import io.emrops.spi.page.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class PerformancePageTest {
    private static final Target TARGET = new Target("docker-compose", "emrnext", "id");
    private static final Thresholds THRESHOLDS =
            Thresholds.none().cpuBelow(0.7).memoryBelow(DataSize.gib(2)).noRestarts();

    private static Page page(Measurement measured, Thresholds thresholds) {
        return PerformancePage.of(
                TARGET,
                measured,
                ServiceSeries.of(measured),
                thresholds,
                Optional.of(Judgement.of(THRESHOLDS, measured)));
    }

    private static Measurement busyHospital() {
        var random = new Random(7);
        return measured(120, i -> {
            var all = new ArrayList<InstanceMetrics>();
            var services = List.of("api", "redis", "web", "worker");
            for (var s = 0; s < services.size(); s++) {
                for (var number = 1; number <= (s == 0 ? 3 : 1); number++) {
                    if (s == 2 && i > 40 && i < 60) {
                        continue;
                    }
                    var wave = 0.5 + 0.4 * Math.sin(i / (9.0 + 5 * s));
                    var usage = usage(
                            i, Math.max(0, wave * (0.9 - 0.2 * s) + random.nextDouble() * 0.08), 1700 - 400L * s + i);
                    all.add(instance(
                            services.get(s),
                            number,
                            running(),
                            new Usage(
                                    usage.at(),
                                    usage.cpu(),
                                    usage.memory(),
                                    Optional.of(new Traffic(
                                            (long) (i * 80_000.0 * (4 - s) + 300_000 * Math.sin(i / 5.0) + 400_000),
                                            i * 9_000L * (1 + s))),
                                    s == 1 ? Optional.of(new Traffic(i * 1000L, i * 3_000_000L)) : Optional.empty(),
                                    usage.processes())));
                }
            }
            return all;
        });
    }

    @Test
    void each_plot_says_in_words_what_it_shows_and_has_its_table_below() {
        var measured = busyHospital();
        var html = page(measured, THRESHOLDS).toHtml();

        var page = Jsoup.parse(html);
        assertThat(page.select("svg > title").eachText())
                .containsExactly(
                        "CPU over time",
                        "Memory over time",
                        "Network, received over time",
                        "Network, sent over time",
                        "Disk, read over time",
                        "Disk, written over time");
        assertThat(page.select("[role=img]").eachAttr("aria-label"))
                .allMatch(text -> text.endsWith("The table below has the numbers."));
        assertThat(page.select("figure + .wide table")).hasSize(6);
        assertThat(page.select("line.limit")).hasSize(2);
        assertThat(page.select("script, img, link")).isEmpty();
    }

    @Test
    void a_gap_is_not_bridged_and_a_lonely_point_is_seen() {
        var measured = measured(
                6,
                i -> i == 2 || i == 4
                        ? List.of(instance("api", 1, running(), usage(i, 0.1, 1)))
                        : List.of(
                                instance("api", 1, running(), usage(i, 0.1, 1)),
                                instance("web", 1, running(), usage(i, 0.2, 1))));

        var page = Jsoup.parse(page(measured, THRESHOLDS).toHtml());

        var cpu = page.select("svg").get(0);
        assertThat(cpu.select("polyline.line-a")).hasSize(1);
        assertThat(cpu.select("polyline.line-b")).hasSize(1);
        assertThat(cpu.select("circle.line-b")).hasSize(2);
    }

    @Test
    void names_from_outside_are_never_markup_and_many_services_are_in_the_table() {
        var measured = measured(5, i -> {
            var all = new ArrayList<InstanceMetrics>();
            for (var s = 0; s < 9; s++) {
                all.add(instance("<b>service" + s, 1, running(), usage(i, 0.1 * s, 10)));
            }
            return all;
        });

        var page = Jsoup.parse(page(measured, Thresholds.none()).toHtml());

        assertThat(page.select("b")).isEmpty();
        assertThat(page.select("svg").get(0).select("polyline")).hasSize(LinePlot.LINES);
        assertThat(page.text()).contains("the 6 services with the most, and 3 others in the table alone");
        assertThat(page.select("table").get(1).select("tbody tr")).hasSize(9);
    }

    @Test
    void what_the_platform_does_not_tell_is_said_to_be_unknown() {
        var measured = measured(
                5,
                i -> List.of(
                        new InstanceMetrics(new Instance("api", 1, "a"), running(), Optional.empty(), Duration.ZERO)));

        var text = Jsoup.parse(page(measured, Thresholds.none()).toHtml()).text();

        assertThat(text).contains("not known").contains("The platform has told nothing of it.");
    }

    @Test
    void programs_read_the_same_numbers() {
        var measured = measured(4, i -> List.of(instance("api", 1, running(), usage(i, 0.25, 1))));

        var json = PerformanceJson.of(TARGET, measured, ServiceSeries.of(measured), THRESHOLDS, Optional.empty());

        assertThat(json)
                .startsWith("{\"target\":\"docker-compose emrnext\",\"from\":\"2026-11-22T10:00:00Z\"")
                .contains("\"cpu\":{\"unit\":\"share\",\"least\":0.25,\"mean\":0.25,\"p95\":0.25,\"most\":0.25,"
                        + "\"values\":[0.25,0.25,0.25,0.25]}")
                .contains("\"received\":{\"unit\":\"bytes/second\",\"least\":1000,\"mean\":1000,\"p95\":1000,"
                        + "\"most\":1000,\"values\":[null,1000,1000,1000]}")
                .doesNotContain("\"read\":");
    }
}
