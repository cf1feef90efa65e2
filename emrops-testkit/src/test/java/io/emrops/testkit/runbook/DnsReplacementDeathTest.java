package io.emrops.testkit.runbook;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.InDoubt;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.dns.DnsRecords;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.testkit.FakeDnsUpdater;
import io.emrops.testkit.runbook.DeathAtEveryRecord.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process dies behind each record of a run that leads a name to another site. */
@Timeout(120)
class DnsReplacementDeathTest {
    private static final RunRequest REQUEST = RunRequest.by("m.meier");
    private static final String NAME = "emrnext.hospital.example";
    private static final RecordSet SITE_A = RecordSet.a(NAME, ofMinutes(5), "10.1.0.7");
    private static final RecordSet SITE_B = RecordSet.a(NAME, ofMinutes(1), "10.2.0.7");

    private static FakeDnsUpdater zone() {
        return FakeDnsUpdater.of("hospital.example").holding(SITE_A);
    }

    private static Runbook failover(FakeDnsUpdater dns, boolean well) {
        return Runbook.define("failover", "Failover", rb -> {
            var old = rb.step("old", "What is served", DnsRecords.current(dns, NAME, RecordType.A))
                    .inDoubt(InDoubt.rerun());
            rb.step("name", "Lead the name to site B", DnsRecords.replace(dns, old, SITE_B))
                    .inDoubt(InDoubt.probe());
            rb.action("after", "After", run -> {
                        if (!well) {
                            throw new StepFailedException("Site B is not well");
                        }
                    })
                    .inDoubt(InDoubt.rerun())
                    .nothingToUndo("it only looks");
        });
    }

    @Test
    void the_name_leads_to_the_other_site_after_any_death_and_was_led_there_once() throws Exception {
        var deaths = DeathAtEveryRecord.of(() -> {
            var dns = zone();
            return new Scene(failover(dns, true), REQUEST, report -> {
                assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
                assertThat(dns.held(SITE_A.name(), RecordType.A)).contains(SITE_B);
                assertThat(dns.applied()).hasSize(1);
            });
        });

        assertThat(deaths).isGreaterThan(5);
    }

    @Test
    void an_undo_that_dies_anywhere_leads_the_name_back_with_its_old_ttl() throws Exception {
        var deaths = DeathAtEveryRecord.of(() -> {
            var dns = zone();
            return new Scene(failover(dns, false), REQUEST, report -> {
                assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
                assertThat(dns.held(SITE_A.name(), RecordType.A)).contains(SITE_A);
            });
        });

        assertThat(deaths).isGreaterThan(7);
    }
}
