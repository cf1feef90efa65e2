package io.emrops.examples;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.InDoubt;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.core.Emrops;
import io.emrops.dns.DnsRecords;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.rfc2136.Rfc2136;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A name is led from one site to the other, and back, by runbooks on a real BIND. */
@RequiresEngine("bind")
@Timeout(120)
class NameOfASiteIT {
    private static final String NAME = "emrnext.hospital.example";
    private static final RecordSet SITE_A = RecordSet.a(NAME, ofMinutes(5), "127.0.1.1", "127.0.1.2");
    private static final RecordSet SITE_B = RecordSet.a(NAME, ofMinutes(1), "127.0.2.1");
    private static final RecordSet ELSEWHERE = RecordSet.a(NAME, ofMinutes(1), "127.0.3.1");

    @TempDir
    Path directory;

    private NameServer bind;
    private Rfc2136 dns;

    @BeforeEach
    void start() throws Exception {
        bind = new NameServer(directory);
        dns = bind.connect();
        dns.add(SITE_A);
    }

    @AfterEach
    void stop() throws Exception {
        bind.close();
    }

    /** @param afterwards happens when the name leads to the other site */
    private Runbook failover(RecordSet site, Runnable afterwards) {
        return Runbook.define("failover", "Failover", rb -> {
            var old = rb.step("old", "What is served", DnsRecords.current(dns, NAME, RecordType.A));
            rb.step("name", "Lead the name to the other site", DnsRecords.replace(dns, old, site))
                    .inDoubt(InDoubt.probe());
            rb.verify("served", "All servers say so", DnsRecords.servedByAll(dns, site))
                    .within(ofSeconds(10));
            rb.verify("seen", "So does the resolver", DnsRecords.seenByResolver(dns, site))
                    .within(ofSeconds(10));
            rb.action("after", "Afterwards", run -> afterwards.run()).nothingToUndo("it only looks");
        });
    }

    private static Report run(Runbook book) throws InterruptedException {
        try (var engine = Emrops.inMemory().build()) {
            return engine.start(book, RunRequest.by("m.meier")).await();
        }
    }

    private void assertServed(RecordSet records) {
        assertThat(dns.find(SITE_A.name(), RecordType.A)).contains(records);
    }

    @Test
    void the_name_is_led_to_the_other_site_and_back() throws Exception {
        var there = run(failover(SITE_B, () -> {}));
        assertThat(there.state()).as(there.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertServed(SITE_B);

        var back = run(failover(SITE_A, () -> {}));
        assertThat(back.state()).as(back.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertServed(SITE_A);
    }

    @Test
    void an_undo_gives_the_name_its_addresses_and_its_ttl_back() throws Exception {
        var report = run(failover(SITE_B, () -> {
            throw new StepFailedException("Site B is not well");
        }));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertServed(SITE_A);
    }

    @Test
    void an_undo_does_not_touch_what_somebody_else_has_made_of_the_name() throws Exception {
        var report = run(failover(SITE_B, () -> {
            dns.replace(SITE_B, ELSEWHERE);
            throw new StepFailedException("Site B is not well");
        }));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(report.toMarkdown()).contains("somebody else has changed it since");
        assertServed(ELSEWHERE);
    }

    @Test
    void of_two_runs_that_lead_the_name_to_different_sites_one_wins_and_the_other_says_so() throws Exception {
        var bothHaveRead = new CyclicBarrier(2);
        var threads = Executors.newFixedThreadPool(2);
        try {
            var toB = threads.submit(() -> run(racing(SITE_B, bothHaveRead)));
            var elsewhere = threads.submit(() -> run(racing(ELSEWHERE, bothHaveRead)));
            var bWins = toB.get().state() == RunState.SUCCEEDED;

            assertThat(elsewhere.get().state()).isEqualTo(bWins ? RunState.ROLLED_BACK : RunState.SUCCEEDED);
            assertThat((bWins ? elsewhere : toB).get().toMarkdown())
                    .contains(NAME + " A is " + (bWins ? SITE_B : ELSEWHERE).content() + ", not " + SITE_A.content());
            assertServed(bWins ? SITE_B : ELSEWHERE);
        } finally {
            threads.shutdown();
        }
    }

    private Runbook racing(RecordSet site, CyclicBarrier bothHaveRead) {
        return Runbook.define("race", "Race", rb -> {
            var old = rb.step("old", "What is served", DnsRecords.current(dns, NAME, RecordType.A));
            rb.action("wait", "The other one has read it too", run -> bothHaveRead.await())
                    .nothingToUndo("it waits");
            rb.step("name", "Lead the name to a site", DnsRecords.replace(dns, old, site));
        });
    }
}
