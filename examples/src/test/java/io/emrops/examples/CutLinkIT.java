package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.Engine;
import io.emrops.PreconditionFailedException;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.core.Emrops;
import io.emrops.replication.Loss;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.RequiresEngine;
import io.emrops.testkit.sqlserver.instance.ClusterType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The link to the other site is cut before each step of a failover: nobody is left in two, and when it is back all ends at one site. */
@RequiresEngine({"docker", "registry", "compose-v2", "haproxy", "bind"})
@ResourceLock(TwoSites.NETWORKS)
@Timeout(600)
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
    @CsvSource({
        "begin, ROLLED_BACK",
        "stop, ROLLED_BACK",
        "loss, ROLLED_BACK",
        "database, ROLLED_BACK",
        "start, ROLLBACK_FAILED",
        "traffic, ROLLBACK_FAILED",
        "name, ROLLBACK_FAILED",
        "served, ROLLBACK_FAILED",
        "measured, SUCCEEDED"
    })
    void a_planned_failover_that_loses_the_link_ends_at_one_site(String step, RunState told) throws Exception {
        loseTheLink(step, told, CutLink.How.RESET);
    }

    @Test
    void so_does_one_that_gets_no_answer_any_more() throws Exception {
        loseTheLink("database", RunState.ROLLED_BACK, CutLink.How.DROP);
    }

    private static void loseTheLink(String step, RunState told, CutLink.How how) throws Exception {
        try (var database = new ReplicatedDatabase(ClusterType.WSFC);
                var link = new Link(sites.b, database, how);
                var watch = new PrimaryWatch(database)) {
            var verified = step.equals("served");
            sites.beforeVerifying(verified ? link::cut : () -> {});
            var journal = new AtSteps(verified ? List.of() : List.of(step), link::cut);
            try (var engine = engine(journal)) {
                var runbook = sites.planned(database, sites.b).build();
                var report = engine.start(runbook, REQUEST).await();

                assertThat(journal.left()).isEmpty();
                assertThat(report.state()).as(report.toMarkdown()).isEqualTo(told);
                sites.beforeVerifying(() -> {});
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
        }
    }

    @Test
    void a_forced_failover_without_what_has_to_be_typed_changes_nothing() throws Exception {
        try (var database = new ReplicatedDatabase(ClusterType.NONE);
                var link = new Link(sites.a, database, CutLink.How.RESET);
                var watch = new PrimaryWatch(database);
                var engine = engine(new AtSteps(List.of(), () -> {}))) {
            link.cut();
            var runbook = sites.forced(database, sites.b).build();
            var shown = database.group.possibleLoss(ReplicatedDatabase.B);
            database.admit(ReplicatedDatabase.A, 1);

            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> engine.start(runbook, REQUEST));
            for (var word : List.of("replica", "primary", "held-until", "accepted-loss", "fenced", "outage")) {
                assertThatExceptionOfType(PreconditionFailedException.class)
                        .as("without " + word)
                        .isThrownBy(() -> engine.start(runbook, typed(shown, word)))
                        .withMessageContaining("\"" + word + "\" is missing");
            }
            var tooLittle = engine.start(runbook, typed(shown, "").with("accepted-loss", "PT0S"))
                    .await();

            assertThat(tooLittle.state()).as(tooLittle.toMarkdown()).isEqualTo(RunState.FAILED);
            link.heal();
            sites.assertAllAt(sites.a, database, tooLittle.toMarkdown());
            assertThat(watch.two()).isZero();
        }
    }

    @Test
    void a_forced_failover_goes_on_wherever_it_has_lost_the_link() throws Exception {
        try (var database = new ReplicatedDatabase(ClusterType.NONE);
                var lost = new Link(sites.a, database, CutLink.How.RESET);
                var link = new Cut(sites.b, CutLink.How.RESET);
                var watch = new PrimaryWatch(database)) {
            lost.cut();
            database.run(ReplicatedDatabase.A, "USE master; ALTER AVAILABILITY GROUP ag1 OFFLINE");
            sites.a.kill();
            var journal = new AtSteps(
                    List.of("begin", "loss", "database", "start", "traffic", "name", "measured"), link::cut);
            try (var engine = engine(journal)) {
                var runbook = sites.forced(database, sites.b).build();
                var report = engine.start(runbook, typed(database.group.possibleLoss(ReplicatedDatabase.B), ""))
                        .await();
                var cuts = 0;
                while (report.state() == RunState.FAILED && cuts < 20) {
                    cuts++;
                    assertThat(database.takingChanges()).as(report.toMarkdown()).doesNotContain(ReplicatedDatabase.A);
                    link.heal();
                    report = engine.resumeFrom(runbook, report.runId(), failed(report), AGAIN)
                            .await();
                }
                succeed(report);
                link.heal();
                assertThat(journal.left()).isEmpty();
                assertThat(cuts).isGreaterThan(3);
                sites.assertAllAt(sites.b, database, report.toMarkdown());

                lost.heal();
                succeed(engine.start(
                                sites.planned(database, sites.a)
                                        .resumingFirst(Duration.ofMinutes(5))
                                        .build(),
                                REQUEST)
                        .await());
                sites.assertAllAt(sites.a, database, "back again");
            }
            assertThat(watch.two()).isZero();
        }
    }

    /** @param without what is left out */
    private static RunRequest typed(Loss shown, String without) {
        var typed = new TreeMap<>(Map.of(
                "outage",
                Instant.now().toString(),
                "replica",
                ReplicatedDatabase.B,
                "primary",
                shown.primary().orElse("unknown"),
                "held-until",
                shown.heldUntil().orElseThrow().toString(),
                "accepted-loss",
                "PT30M",
                "fenced",
                "its power was cut by d.haus"));
        typed.remove(without);
        var request = REQUEST;
        for (var entry : typed.entrySet()) {
            request = request.with(entry.getKey(), entry.getValue());
        }
        return request;
    }

    private static String failed(Report report) {
        return report.steps().stream()
                .filter(step -> step.state() == Report.StepState.FAILED)
                .findFirst()
                .orElseThrow()
                .path();
    }

    private static void goBack(Engine engine, ReplicatedDatabase database) throws Exception {
        if (!sites.a.runs()) {
            succeed(engine.start(sites.planned(database, sites.a).build(), REQUEST)
                    .await());
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

    /** Of a site to everybody else. */
    private static class Cut implements AutoCloseable {
        private final Site site;
        private final CutLink.How how;
        private Optional<CutLink> cut = Optional.empty();

        Cut(Site site, CutLink.How how) {
            this.site = site;
            this.how = how;
        }

        synchronized void cut() throws Exception {
            if (cut.isEmpty()) {
                cut = Optional.of(new CutLink(site.network(), how));
            }
        }

        synchronized void heal() throws Exception {
            if (cut.isPresent()) {
                cut.get().close();
                cut = Optional.empty();
            }
        }

        @Override
        public void close() throws Exception {
            heal();
        }
    }

    /** That of its database to the other one included. */
    private static final class Link extends Cut {
        private final ReplicatedDatabase database;

        Link(Site site, ReplicatedDatabase database, CutLink.How how) {
            super(site, how);
            this.database = database;
        }

        @Override
        synchronized void cut() throws Exception {
            super.cut();
            database.cut();
        }

        @Override
        synchronized void heal() throws Exception {
            database.heal();
            super.heal();
        }
    }
}
