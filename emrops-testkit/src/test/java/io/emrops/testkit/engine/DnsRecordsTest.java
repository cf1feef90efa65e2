package io.emrops.testkit.engine;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.Done;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Plan;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.dns.DnsRecords;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.testkit.FakeDnsUpdater;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operations and checks over a zone, and what their undo leaves. */
@Timeout(60)
final class DnsRecordsTest {
    private static final String NAME = "emrnext.hospital.example";
    private static final RecordSet SITE_A = RecordSet.a(NAME, ofMinutes(5), "10.1.0.7");
    private static final RecordSet SITE_B = RecordSet.a(NAME, ofMinutes(1), "10.2.0.7");
    private static final RecordSet ELSEWHERE = RecordSet.a(NAME, ofMinutes(9), "10.3.0.7");
    private static final RecordSet NOTE = RecordSet.text(NAME, ofMinutes(1), "site B");

    private final EngineFixture fixture = new EngineFixture();
    private final FakeDnsUpdater dns =
            FakeDnsUpdater.of("hospital.example").secondary("ns2").holding(SITE_A);

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Runbook step(Operation<Done> operation) {
        return Runbook.define(
                "one",
                "One",
                rb -> rb.step("s", operation.describe(), operation)
                        .attempts(2, Backoff.exponential(Duration.ofMillis(1)))
                        .inDoubt(InDoubt.probe()));
    }

    /** It is done, then this happens, and then something fails: so that what fails in between is not seen. */
    private Report undone(Operation<Done> operation, Runnable meanwhile) throws InterruptedException {
        var report = fixture.run(Runbook.define("undone", "Undone", rb -> {
            rb.step("s", operation.describe(), operation);
            rb.action("last", "Last", run -> {
                        fixture.say("done");
                        meanwhile.run();
                        throw new StepFailedException("No");
                    })
                    .nothingToUndo("it does nothing");
        }));
        assertThat(fixture.done).as("it was done").hasSize(1);
        fixture.done.clear();
        return report;
    }

    private void assertHeld(RecordSet records) {
        assertThat(dns.held(records.name(), records.type())).contains(records);
    }

    @Test
    void the_name_is_led_from_what_was_read_to_the_other_site() throws Exception {
        var report = fixture.run(Runbook.define("failover", "Failover", rb -> {
            var old = rb.step("old", "What is served", DnsRecords.current(dns, NAME, RecordType.A));
            rb.step("name", "Lead the name to site B", DnsRecords.replace(dns, old, SITE_B));
            rb.verify("served", "All say so", DnsRecords.servedByAll(dns, SITE_B));
            rb.verify("seen", "Clients see it", DnsRecords.seenByResolver(dns, SITE_B));
            rb.verify("points", "It leads there", DnsRecords.pointsTo(dns, NAME, "10.2.0.7"));
        }));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertHeld(SITE_B);
    }

    @Test
    void what_somebody_changed_after_it_was_read_is_not_overwritten() throws Exception {
        var report = fixture.run(Runbook.define("failover", "Failover", rb -> {
            var old = rb.step("old", "What is served", DnsRecords.current(dns, NAME, RecordType.A));
            rb.action("meanwhile", "Meanwhile", run -> dns.holding(ELSEWHERE)).nothingToUndo("others did it");
            rb.step("name", "Lead the name to site B", DnsRecords.replace(dns, old, SITE_B));
        }));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(report.toMarkdown()).contains("is 10.3.0.7, TTL 540 s, not 10.1.0.7, TTL 300 s");
        assertHeld(ELSEWHERE);
    }

    @Test
    void an_undo_puts_back_the_record_set_with_its_ttl_or_its_absence() throws Exception {
        var shorter = SITE_A.withTtl(ofMinutes(1));

        assertThat(heldUntilUndone(DnsRecords.replace(dns, SITE_A, SITE_B), RecordType.A))
                .contains(SITE_B);
        assertHeld(SITE_A);
        assertThat(heldUntilUndone(DnsRecords.remove(dns, SITE_A), RecordType.A))
                .isEmpty();
        assertHeld(SITE_A);
        assertThat(heldUntilUndone(DnsRecords.add(dns, NOTE), RecordType.TXT)).contains(NOTE);
        assertThat(dns.held(NOTE.name(), RecordType.TXT)).isEmpty();
        assertThat(heldUntilUndone(DnsRecords.replace(dns, SITE_A, shorter), RecordType.A))
                .contains(shorter);
        assertHeld(SITE_A);
    }

    /** What the zone had when the operation was done; it has been undone since. */
    private Optional<RecordSet> heldUntilUndone(Operation<Done> operation, RecordType type)
            throws InterruptedException {
        var held = new ArrayList<Optional<RecordSet>>();
        var report = undone(operation, () -> held.add(dns.held(SITE_A.name(), type)));
        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(held).hasSize(1);
        return held.get(0);
    }

    @Test
    void an_undo_does_not_touch_what_somebody_else_has_made_of_it_since() throws Exception {
        var replaced = undone(DnsRecords.replace(dns, SITE_A, SITE_B), () -> dns.holding(ELSEWHERE));

        assertThat(replaced.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(replaced.toMarkdown())
                .contains(NAME + " A is 10.3.0.7, TTL 540 s, which this step has not made of it")
                .contains("somebody else has changed it since, so it was not put back to 10.1.0.7, TTL 300 s");
        assertHeld(ELSEWHERE);
        var retimed =
                undone(DnsRecords.replace(dns, ELSEWHERE, SITE_B), () -> dns.holding(SITE_B.withTtl(ofMinutes(2))));
        assertThat(retimed.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertHeld(SITE_B.withTtl(ofMinutes(2)));
        var added = undone(DnsRecords.add(dns, NOTE), () -> dns.without(NOTE.name(), RecordType.TXT));
        assertThat(added.state()).as("it is as it was").isEqualTo(RunState.ROLLED_BACK);
    }

    @Test
    void what_was_so_already_is_not_undone() throws Exception {
        dns.holding(SITE_B);

        var report = undone(DnsRecords.replace(dns, SITE_A, SITE_B), () -> dns.holding(ELSEWHERE));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(dns.changes()).hasSize(1);
        assertHeld(ELSEWHERE);
    }

    @Test
    void a_lost_answer_is_looked_for_at_the_server() throws Exception {
        dns.loseConnectionAfter("replace");
        var lost = fixture.run(step(DnsRecords.replace(dns, SITE_A, SITE_B)));
        assertThat(lost.state()).as(lost.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(dns.changes()).hasSize(1);

        dns.loseConnectionBefore("remove");
        var repeated = fixture.run(step(DnsRecords.remove(dns, SITE_B)));
        assertThat(repeated.state()).as(repeated.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(dns.held(SITE_B.name(), RecordType.A)).isEmpty();
    }

    @Test
    void a_rehearsal_tells_what_is_what_will_be_and_for_how_long_clients_keep_the_old() throws Exception {
        var book = Runbook.define("steps", "Steps", rb -> {
            var old = rb.step("old", "Old", DnsRecords.current(dns, NAME, RecordType.A));
            rb.step("read", "Read", DnsRecords.replace(dns, old, SITE_B));
            rb.step("replace", "Replace", DnsRecords.replace(dns, SITE_A, SITE_B));
            rb.step("add", "Add", DnsRecords.add(dns, NOTE));
            rb.step("remove", "Remove", DnsRecords.remove(dns, SITE_A));
            rb.step("there", "There", DnsRecords.add(dns, SITE_A));
            rb.step("wrong", "Wrong", DnsRecords.replace(dns, ELSEWHERE, SITE_B));
        });

        var plan = fixture.engine.plan(book, EngineFixture.REQUEST);

        var replaced = NAME + " A: 10.1.0.7, TTL 300 s → 10.2.0.7, TTL 60 s";
        assertThat(plan.steps())
                .extracting(Plan.PlannedStep::changes)
                .containsExactly(
                        List.of(),
                        List.of(replaced),
                        List.of(replaced),
                        List.of(NAME + " TXT: not there → \"site B\", TTL 60 s"),
                        List.of(NAME + " A: 10.1.0.7, TTL 300 s → not there"),
                        List.of(),
                        List.of());
        assertThat(plan.toMarkdown())
                .contains("may hold the old value for up to 300 s, its TTL")
                .contains(NAME + " A is 10.1.0.7, TTL 300 s, not 10.3.0.7, TTL 540 s");
        assertThat(dns.changes()).isEmpty();
    }

    @Test
    void what_is_not_there_cannot_be_read() throws Exception {
        var report = fixture.run(Runbook.define(
                "read", "Read", rb -> rb.step("r", "R", DnsRecords.current(dns, NAME, RecordType.AAAA))));

        assertThat(report.toMarkdown()).contains(NAME + " AAAA is not there");
    }

    @Test
    void checks_tell_which_server_says_something_else() throws Exception {
        dns.stale("ns2").resolverRemembers();
        dns.resolved(SITE_A.name(), RecordType.A);
        dns.replace(SITE_A, SITE_B);

        assertThat(found(DnsRecords.servedByAll(dns, SITE_B)))
                .contains("1 of 2 authoritative servers do not have", "ns2: 10.1.0.7, TTL 300 s");
        assertThat(found(DnsRecords.seenByResolver(dns, SITE_B)))
                .contains("The resolver does not tell", "resolver: 10.1.0.7, TTL 300 s");
        assertThat(found(DnsRecords.pointsTo(dns, NAME, "10.2.0.7"))).contains("does not lead to 10.2.0.7");
        assertThat(found(DnsRecords.servedByNone(dns, NAME, RecordType.A))).contains("2 of 2 authoritative servers");
        dns.silent("ns2").resolverForgets();
        assertThat(found(DnsRecords.servedByAll(dns, SITE_B))).contains("ns2: does not answer");
        dns.current("ns2");
        assertThat(found(DnsRecords.servedByAll(dns, SITE_B))).contains("All 2 authoritative servers have");
        assertThat(found(DnsRecords.servedByAll(dns, SITE_B.withTtl(ofMinutes(5)))))
                .contains("2 of 2");
        assertThat(found(DnsRecords.seenByResolver(dns, SITE_B.withTtl(ofMinutes(5)))))
                .contains("The resolver tells");
        assertThat(found(DnsRecords.servedByNone(dns, NAME, RecordType.AAAA))).contains("All 2");
    }

    private String found(Check check) throws InterruptedException {
        return fixture.run(Runbook.define("check", "Check", rb -> rb.verify("v", "V", check)))
                .toMarkdown();
    }

    @Test
    void a_name_leads_over_aliases_to_addresses_of_both_kinds() throws Exception {
        dns.holding(RecordSet.alias("portal.hospital.example", ofMinutes(1), NAME))
                .holding(RecordSet.aaaa(NAME, ofMinutes(1), "fd00::7", "fd00::8"));

        assertThat(found(DnsRecords.pointsTo(dns, "portal.hospital.example", "10.1.0.7")))
                .contains("portal.hospital.example leads to 10.1.0.7");
        assertThat(found(DnsRecords.pointsTo(dns, "portal.hospital.example", "FD00:0::8")))
                .contains("leads to fd00::8");
    }

    @Test
    void what_cannot_be_meant_is_refused_at_once() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> DnsRecords.replace(dns, SITE_A, NOTE));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> DnsRecords.pointsTo(dns, NAME, "somewhere"));
    }
}
