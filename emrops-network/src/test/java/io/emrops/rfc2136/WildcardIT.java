package io.emrops.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.core.Emrops;
import io.emrops.dns.DnsRecords;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records of their own for names that a wildcard of a real BIND answers for. */
@RequiresEngine("bind")
@Timeout(60)
class WildcardIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    static Path directory;

    private static NamedProcess named;
    private static Rfc2136 dns;

    @BeforeAll
    static void start() throws Exception {
        named = NamedProcess.primary(directory, NamedProcess.freePort());
        dns = named.connect().build();
    }

    @AfterAll
    static void stop() throws Exception {
        named.close();
    }

    /** It is done, and then something fails. */
    private static Runbook failing(RecordSet added, List<RecordSet> served) {
        return Runbook.define("add", "Add", rb -> {
            rb.step("add", "Add", DnsRecords.add(dns, added));
            rb.action("fail", "Fail", run -> {
                        dns.find(added.name(), added.type()).ifPresent(served::add);
                        throw new StepFailedException("No");
                    })
                    .nothingToUndo("it does nothing");
        });
    }

    @Test
    void what_covers_a_wildcard_is_rehearsed_added_and_gone_when_it_is_undone() throws Exception {
        for (var name : List.of("x.wild.hospital.example", "y.x2.wild.hospital.example")) {
            var own = RecordSet.a(name, MINUTE, "10.1.0.7");
            var served = new ArrayList<RecordSet>();
            try (var engine = Emrops.inMemory().build()) {
                var plan = engine.plan(failing(own, served), RunRequest.by("m.meier"));
                assertThat(plan.toMarkdown())
                        .contains(name + " A: `10.9.9.9, TTL 300 s` → `10.1.0.7, TTL 60 s`")
                        .contains("comes from a wildcard");

                var report = engine.start(failing(own, served), RunRequest.by("m.meier"))
                        .await();

                assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
            }
            assertThat(served).containsExactly(own);
            // The name has no records of its own left, so some may be added.
            var another = RecordSet.a(name, MINUTE, "10.2.0.7");
            dns.add(another);
            dns.remove(another);
            assertThat(dns.find(own.name(), RecordType.A))
                    .contains(RecordSet.a(name, Duration.ofMinutes(5), "10.9.9.9"));
        }
    }

    @Test
    void what_somebody_else_has_taken_away_again_is_undone() throws Exception {
        var own = RecordSet.a("v.wild.hospital.example", MINUTE, "10.1.0.7");
        var book = Runbook.define("add", "Add", rb -> {
            rb.step("add", "Add", DnsRecords.add(dns, own));
            rb.action("fail", "Fail", run -> {
                        dns.remove(own);
                        throw new StepFailedException("No");
                    })
                    .nothingToUndo("others did it");
        });

        try (var engine = Emrops.inMemory().build()) {
            var report = engine.start(book, RunRequest.by("m.meier")).await();

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        }
    }

    @Test
    void what_is_a_name_s_own_stands_in_the_way_of_the_rehearsal_too() {
        var own = RecordSet.a("z.wild.hospital.example", MINUTE, "10.1.0.7");
        var apex = RecordSet.a(NamedProcess.ZONE, MINUTE, "10.1.0.7");
        dns.add(own);
        dns.add(apex);

        try (var engine = Emrops.inMemory().build()) {
            for (var there : List.of(own, apex)) {
                var other = there.withTtl(Duration.ofMinutes(2));
                assertThat(engine.plan(failing(other, new ArrayList<>()), RunRequest.by("m.meier"))
                                .toMarkdown())
                        .contains(there.name() + " A is 10.1.0.7, TTL 60 s, not");
                dns.remove(there);
            }
        }
    }
}
