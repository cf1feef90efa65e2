package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Engine;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.core.Emrops;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.RequiresEngine;
import io.emrops.testkit.sqlserver.instance.ClusterType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The link to the other site is cut before each step of a failover: nobody is left in two, and when it is back all ends at one site. */
@RequiresEngine({"docker", "registry", "compose-v2", "haproxy", "bind"})
@Timeout(300)
final class CutLinkIT {
    private static final RunRequest REQUEST = RunRequest.by("m.meier").because("INC-17");
    private static final ResumeRequest AGAIN = ResumeRequest.by("m.meier").because("the link is back");

    @TempDir
    static Path directory;

    private static TwoSites sites;

    @BeforeAll
    static void start() throws Exception {
        sites = new TwoSites(directory);
        sites.start();
    }

    @AfterAll
    static void stop() throws Exception {
        sites.close();
    }

    @ParameterizedTest
    @CsvSource({"role, ROLLBACK_FAILED"})
    void a_planned_failover_that_loses_the_link_ends_at_one_site(String step, RunState told) throws Exception {
        var t0 = System.nanoTime();
        try (var database = new ReplicatedDatabase(ClusterType.WSFC);
                var link = new Link(sites.b, database, CutLink.How.DROP);
                var watch = new PrimaryWatch(database)) {
            var journal = new AtSteps(List.of(step), link::cut);
            try (var engine = engine(journal)) {
                var runbook = sites.planned(database, sites.b).build();
                var report = engine.start(runbook, REQUEST).await();
                System.out.println("###" + step + " " + report.state() + " " + (System.nanoTime() - t0) / 1000000);

                assertThat(journal.left()).isEmpty();
                assertThat(report.state()).as(report.toMarkdown()).isEqualTo(told);
                link.heal();
                if (told == RunState.ROLLBACK_FAILED) {
                    var undone = engine.undo(runbook, report.runId(), AGAIN).await();
                    assertThat(undone.state()).as(undone.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
                }
                sites.assertAllAt(told == RunState.SUCCEEDED ? sites.b : sites.a, database, report.toMarkdown());
                goBack(engine, database);
            }
            assertThat(watch.looks()).isPositive();
            assertThat(watch.two()).isZero();
            System.out.println("###" + step + " all " + (System.nanoTime() - t0) / 1000000);
        }
    }

    private static void goBack(Engine engine, ReplicatedDatabase database) throws Exception {
        if (!sites.a.runs()) {
            succeed(engine.start(sites.planned(database, sites.a).build(), REQUEST).await());
            sites.assertAllAt(sites.a, database, "back again");
        }
    }

    private static void succeed(Report report) {
        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
    }

    private static Engine engine(AtSteps journal) {
        return Emrops.builder(journal, new InMemoryLeases())
                .time(new HastyTime())
                .build();
    }

    /** Of a site to everybody else, that of its database to the other one included. */
    private static final class Link implements AutoCloseable {
        private final Site site;
        private final ReplicatedDatabase database;
        private final CutLink.How how;
        private CutLink cut;

        Link(Site site, ReplicatedDatabase database, CutLink.How how) {
            this.site = site;
            this.database = database;
            this.how = how;
        }

        void cut() throws Exception {
            heal();
            cut = new CutLink(site.network(), how);
            database.cut();
        }

        void heal() throws Exception {
            if (cut != null) {
                database.heal();
                cut.close();
            }
        }

        @Override
        public void close() throws Exception {
            heal();
        }
    }
}
