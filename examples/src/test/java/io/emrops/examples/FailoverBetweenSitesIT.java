package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Objective;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.core.Emrops;
import io.emrops.testkit.RequiresEngine;
import io.emrops.testkit.sqlserver.instance.ClusterType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** To the other site and back, with somebody who works all the time: two Compose projects, HAProxy and BIND are real, SQL Server is simulated. */
@RequiresEngine({"docker", "registry", "compose-v2", "haproxy", "bind"})
@ResourceLock(TwoSites.NETWORKS)
@Timeout(600)
final class FailoverBetweenSitesIT {
    private static final RunRequest REQUEST = RunRequest.by("m.meier").because("CHG-4711");
    private static final Pattern BEGAN = Pattern.compile("Nobody could work for .*, from (\\S+Z)");

    @TempDir
    Path directory;

    @Test
    void all_goes_to_the_other_site_and_back_and_the_report_says_what_it_took() throws Exception {
        try (var database = new ReplicatedDatabase(ClusterType.WSFC);
                var sites = new TwoSites(directory)) {
            sites.start();
            sites.assertAllAt(sites.a, database, "at first");
            try (var ward = sites.ward();
                    var admissions = new Admissions(database)) {
                failOver(sites, database, ward, sites.a, sites.b);
                admissions.requireNoneMissing();
                failOver(sites, database, ward, sites.b, sites.a);
                admissions.requireNoneMissing();
            }
        }
    }

    private static void failOver(TwoSites sites, ReplicatedDatabase database, Ward ward, Site from, Site to)
            throws Exception {
        // A resolver may still have in mind that there is no such name.
        ward.awaitAsk(ask -> ask.edge().equals(from.address()));
        var before = ward.asks().size();
        try (var engine = Emrops.inMemory().build()) {
            var report =
                    engine.start(sites.planned(database, to).build(), REQUEST).await();
            ward.awaitAsk(ask -> ask.edge().equals(to.address()));

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            sites.assertAllAt(to, database, report.toMarkdown());
            var asks = ward.asks();
            requireMeasured(report, asks.subList(before, asks.size()), to);
        }
    }

    /** What the report says of the outage, held against what was seen outside of it. */
    private static void requireMeasured(Report report, List<Ward.Ask> asks, Site to) {
        assertThat(report.objectives()).extracting(Objective::standing).containsOnly(Objective.Standing.KEPT);
        var took = report.objectives().get(0).measured().orElseThrow();
        assertThat(report.objectives().get(1).measured()).contains(Duration.ZERO);
        var matcher = BEGAN.matcher(report.toMarkdown());
        assertThat(matcher.find()).as(report.toMarkdown()).isTrue();
        var began = Instant.parse(matcher.group(1));
        var ended = began.plus(took);

        var failed = asks.stream().filter(ask -> !ask.answered()).toList();
        assertThat(failed).as("somebody has noticed").isNotEmpty();
        assertThat(failed.get(0).ended()).as("nobody before it began").isAfterOrEqualTo(began);
        assertThat(failed.get(failed.size() - 1).began())
                .as("nobody after it ended")
                .isBefore(ended);
        assertThat(Duration.between(
                        failed.get(0).ended(), failed.get(failed.size() - 1).began()))
                .as("what was seen is in what is said")
                .isLessThanOrEqualTo(took);
        assertThat(asks.stream().filter(ask -> ask.began().isAfter(ended)))
                .as("all of these are led to the new site")
                .isNotEmpty()
                .allMatch(ask -> ask.edge().equals(to.address()));
        assertThat(List.of(report.toMarkdown(), report.toHtml(), report.toJson()))
                .allSatisfy(text -> assertThat(text).contains("Recovery time of ", "Recovery point of "));
    }
}
