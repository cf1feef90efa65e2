package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.dns.DnsAnswer;
import io.emrops.dns.DnsName;
import io.emrops.dns.DnsUpdater;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link DnsUpdater} keeps to. Extend it and say how a zone is had, and how others change it. Each test begins with names
 * that have no records; the zone may have others.
 */
public abstract class DnsUpdaterContract {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int ROUNDS = 50;

    private DnsUpdater dns;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected DnsUpdaterContract() {}

    /** A zone with more than one authoritative server and a resolver. */
    protected abstract DnsUpdater dns() throws Exception;

    /**
     * A name of the zone that no other test uses.
     *
     * @param label the same one is the same name in one test
     */
    protected abstract DnsName name(String label);

    /** Somebody else sets a record set, whatever was there. */
    protected abstract void setByOthers(RecordSet records) throws Exception;

    /** Somebody else removes a record set. */
    protected abstract void removeByOthers(DnsName name, RecordType type) throws Exception;

    /** Returns when all authoritative servers have what the first of them has of this name and type. */
    protected abstract void awaitTransfer(DnsName name, RecordType type) throws Exception;

    @BeforeEach
    final void prepare() throws Exception {
        dns = dns();
    }

    private RecordSet siteA() {
        return RecordSet.a(name("emrnext").text(), FIVE_MINUTES, "10.1.0.8", "10.1.0.7");
    }

    private RecordSet siteB() {
        return RecordSet.a(name("emrnext").text(), MINUTE, "10.2.0.7");
    }

    private Optional<RecordSet> now(RecordSet of) {
        return dns.find(of.name(), of.type());
    }

    private static PreconditionFailedException refused(ThrowingCallable call) {
        return assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(call)
                .actual();
    }

    @Test
    void the_target_says_the_same_of_itself_each_time() {
        var before = dns.target();

        dns.add(siteA());

        assertThat(dns.target()).isEqualTo(before);
    }

    @Test
    void what_was_added_is_served_by_all_and_told_by_the_resolver() throws Exception {
        dns.add(siteA());

        assertThat(now(siteA())).contains(siteA());
        awaitTransfer(siteA().name(), RecordType.A);
        assertThat(dns.served(siteA().name(), RecordType.A))
                .hasSizeGreaterThan(1)
                .allSatisfy(answer -> assertThat(answer)
                        .isInstanceOfSatisfying(
                                DnsAnswer.Present.class,
                                p -> assertThat(p.records()).isEqualTo(siteA())))
                .extracting(DnsAnswer::server)
                .doesNotHaveDuplicates();
        assertThat(dns.resolved(siteA().name(), RecordType.A)).isInstanceOfSatisfying(DnsAnswer.Present.class, p -> {
            assertThat(p.records().hasValuesOf(siteA())).isTrue();
            assertThat(p.records().ttl()).isLessThanOrEqualTo(FIVE_MINUTES);
        });
    }

    @Test
    void what_nobody_has_added_is_absent() {
        assertThat(now(siteA())).isEmpty();
        assertThat(dns.served(siteA().name(), RecordType.A)).allMatch(DnsAnswer.Absent.class::isInstance);
        assertThat(dns.resolved(siteA().name(), RecordType.A)).isInstanceOf(DnsAnswer.Absent.class);
    }

    @Test
    void records_of_each_type_are_found_as_they_were_given() {
        for (var records : List.of(
                siteA(),
                RecordSet.aaaa(name("emrnext").text(), MINUTE, "FD00:0::7", "::ffff:192.0.2.1", "::"),
                RecordSet.alias(name("portal").text(), Duration.ZERO, "Emrnext.Hospital.EXAMPLE."),
                RecordSet.text(
                        name("emrnext").text(), MINUTE, "v=spf1 -all", "", "a \"quoted\" \\ ä;", "x".repeat(700)),
                new RecordSet(
                        name("texts"), RecordType.TXT, Duration.ofDays(7), List.of("\"a\" \"b\" \"\\000\\255\"")))) {
            dns.add(records);

            assertThat(now(records)).contains(records);
        }
    }

    @Test
    void adding_the_same_again_changes_nothing_and_another_is_refused_and_told() {
        dns.add(siteA());

        dns.add(siteA());

        assertThat(refused(() -> dns.add(siteB()))).hasMessageContaining(siteA().content());
        refused(() -> dns.add(siteA().withTtl(MINUTE)));
        assertThat(now(siteA())).contains(siteA());
    }

    @Test
    void a_replacement_takes_values_and_ttl_and_leaves_the_neighbours() {
        var text = RecordSet.text(name("emrnext").text(), FIVE_MINUTES, "site A");
        var below = RecordSet.a("api." + name("emrnext"), FIVE_MINUTES, "10.1.0.9");
        dns.add(siteA());
        dns.add(text);
        dns.add(below);

        dns.replace(siteA(), siteB());
        dns.replace(siteA(), siteB());

        assertThat(now(siteB())).contains(siteB());
        assertThat(now(text)).contains(text);
        assertThat(now(below)).contains(below);
    }

    @Test
    void a_ttl_is_changed_alone() {
        dns.add(siteA());

        dns.replace(siteA(), siteA().withTtl(Duration.ofSeconds(30)));

        assertThat(now(siteA())).contains(siteA().withTtl(Duration.ofSeconds(30)));
    }

    @Test
    void whoever_did_not_know_what_is_there_is_told_and_changes_nothing() throws Exception {
        var others = RecordSet.a(name("emrnext").text(), FIVE_MINUTES, "10.3.0.1");
        dns.add(siteA());
        setByOthers(others);

        assertThat(refused(() -> dns.replace(siteA(), siteB())))
                .hasMessageContaining(others.content())
                .hasMessageContaining(siteA().content());
        assertThat(refused(() -> dns.remove(siteA()))).hasMessageContaining(others.content());
        assertThat(now(others)).contains(others);

        setByOthers(siteA().withTtl(MINUTE));
        refused(() -> dns.replace(siteA(), siteB()));
        refused(() -> dns.remove(siteA()));
        assertThat(now(siteA())).contains(siteA().withTtl(MINUTE));

        removeByOthers(siteA().name(), RecordType.A);
        assertThat(refused(() -> dns.replace(siteA(), siteB()))).hasMessageContaining("not there");
        assertThat(now(siteA())).isEmpty();
    }

    @Test
    void some_of_the_values_are_not_the_record_set() {
        dns.add(siteA());
        var some = RecordSet.a(siteA().name().text(), FIVE_MINUTES, "10.1.0.7");
        var more = RecordSet.a(siteA().name().text(), FIVE_MINUTES, "10.1.0.7", "10.1.0.8", "10.1.0.9");

        refused(() -> dns.replace(some, siteB()));
        refused(() -> dns.remove(more));

        assertThat(now(siteA())).contains(siteA());
    }

    @Test
    void what_is_removed_is_gone_for_all() throws Exception {
        dns.add(siteA());

        dns.remove(siteA());
        dns.remove(siteA());

        assertThat(now(siteA())).isEmpty();
        awaitTransfer(siteA().name(), RecordType.A);
        assertThat(dns.served(siteA().name(), RecordType.A)).allMatch(DnsAnswer.Absent.class::isInstance);
    }

    @Test
    void an_alias_is_alone_and_nothing_goes_beside_it() {
        var alias = RecordSet.alias(name("emrnext").text(), MINUTE, "elsewhere.example");
        dns.add(siteA());
        refused(() -> dns.add(alias));
        assertThat(now(alias)).isEmpty();

        dns.remove(siteA());
        dns.add(alias);
        refused(() -> dns.add(siteA()));

        assertThat(now(siteA())).isEmpty();
        assertThat(now(alias)).contains(alias);
        var other = RecordSet.alias(name("emrnext").text(), MINUTE, "other.example");
        dns.replace(alias, other);
        assertThat(now(alias)).contains(other);
    }

    @Test
    void the_resolver_follows_aliases() {
        dns.add(siteB());
        dns.add(RecordSet.alias(
                name("portal").text(), FIVE_MINUTES, siteB().name().text()));
        dns.add(RecordSet.alias(name("www").text(), FIVE_MINUTES, name("portal").text()));

        assertThat(dns.resolved(name("www"), RecordType.A)).isInstanceOfSatisfying(DnsAnswer.Present.class, p -> {
            assertThat(p.records().name()).isEqualTo(name("www"));
            assertThat(p.records().values()).isEqualTo(siteB().values());
            assertThat(p.records().ttl()).isLessThanOrEqualTo(MINUTE);
        });
        assertThat(dns.find(name("www"), RecordType.A)).isEmpty();
    }

    @Test
    void names_of_other_zones_are_refused() {
        var other = RecordSet.a("emrnext.elsewhere.example", MINUTE, "10.1.0.7");

        refused(() -> dns.add(other));
        refused(() -> dns.replace(other, other.withTtl(FIVE_MINUTES)));
        refused(() -> dns.remove(other));
        refused(() -> now(other));
        refused(() -> dns.served(other.name(), other.type()));
    }

    @Test
    void one_record_set_does_not_become_another_one_s() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> dns.replace(siteA(), RecordSet.a(name("other").text(), MINUTE, "10.2.0.7")));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(
                        () -> dns.replace(siteA(), RecordSet.aaaa(siteA().name().text(), MINUTE, "::1")));
    }

    @Test
    void of_two_who_replace_at_once_one_wins_and_the_other_is_told() throws Exception {
        var threads = Executors.newFixedThreadPool(2);
        try {
            dns.add(address(0, 0));
            var before = address(0, 0);
            for (var round = 1; round <= ROUNDS; round++) {
                var barrier = new CyclicBarrier(2);
                var from = before;
                var mine = address(1, round);
                var yours = address(2, round);
                var first = threads.submit(() -> replaced(barrier, from, mine));
                var second = threads.submit(() -> replaced(barrier, from, yours));

                assertThat(told(first, yours) ^ told(second, mine)).isTrue();
                before = told(first, yours) ? yours : mine;
                assertThat(now(before)).contains(before);
            }
        } finally {
            threads.shutdown();
        }
    }

    private RecordSet address(int who, int round) {
        return RecordSet.a(name("emrnext").text(), MINUTE, "10." + who + ".0." + round);
    }

    private boolean replaced(CyclicBarrier barrier, RecordSet before, RecordSet after) throws Exception {
        barrier.await();
        dns.replace(before, after);
        return true;
    }

    /** Whether it was refused; then with what the other one has set. */
    private static boolean told(Future<Boolean> one, RecordSet other) throws Exception {
        try {
            return !one.get();
        } catch (ExecutionException e) {
            assertThat(e.getCause())
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining(other.content());
            return true;
        }
    }
}
