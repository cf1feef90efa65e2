package io.emrops.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import io.emrops.dns.DnsAnswer;
import io.emrops.dns.DnsName;
import io.emrops.dns.DnsUpdater;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real BIND refuses, and what it says then. */
@RequiresEngine("bind")
@Timeout(60)
class Rfc2136IT {
    private static final AtomicInteger TESTS = new AtomicInteger();
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    static Path directory;

    private static Bind bind;

    private final String name = "emrnext.r" + TESTS.incrementAndGet() + "." + NamedProcess.ZONE;
    private final RecordSet siteA = RecordSet.a(name, Duration.ofMinutes(5), "10.1.0.7");
    private final RecordSet siteB = RecordSet.a(name, MINUTE, "10.2.0.7");
    private final DnsUpdater sound = bind.connect().build();

    @BeforeAll
    static void start() throws Exception {
        bind = Bind.in(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        bind.close();
    }

    private static Rfc2136.Builder plain(String zone) {
        return Rfc2136.zone(zone, "127.0.0.1", bind.primary.port());
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(ThrowingCallable call) {
        return assertThat(catchThrowable(call)).isInstanceOf(PreconditionFailedException.class);
    }

    /** Nothing of it is done, read or changed. */
    private void refusedAlways(DnsUpdater dns, String why) {
        sound.add(siteA);
        refused(() -> dns.replace(siteA, siteB))
                .hasMessageContaining("Nothing was changed")
                .hasMessageContaining(why);
        refused(() -> dns.remove(siteA)).hasMessageContaining(why);
        refused(() -> dns.add(RecordSet.text(name, MINUTE, "x"))).hasMessageContaining(why);
        refused(dns::target).hasMessageContaining(why);
        assertThat(sound.find(siteA.name(), RecordType.A)).contains(siteA);
        assertThat(sound.find(siteA.name(), RecordType.TXT)).isEmpty();
    }

    @Test
    void a_key_with_another_secret_is_refused() {
        var wrong = NamedProcess.secret("another secret of 32 bytes, this");

        refusedAlways(
                plain(NamedProcess.ZONE).key(NamedProcess.KEY, wrong).build(),
                "the secret of key emrops is another one");
    }

    @Test
    void a_key_that_the_server_does_not_know_is_refused() {
        refusedAlways(
                plain(NamedProcess.ZONE).key("nobody", NamedProcess.SECRET).build(), "does not know key nobody");
    }

    @Test
    void a_key_of_another_algorithm_is_refused() {
        for (var algorithm : new TsigAlgorithm[] {TsigAlgorithm.HMAC_SHA384, TsigAlgorithm.HMAC_SHA512}) {
            var dns = plain(NamedProcess.ZONE)
                    .key(NamedProcess.KEY, algorithm, NamedProcess.SECRET)
                    .build();

            refused(() -> dns.add(siteA)).hasMessageContaining("does not know key emrops, or not of this algorithm");
        }
        assertThat(sound.find(siteA.name(), RecordType.A)).isEmpty();
    }

    @Test
    void a_clock_that_is_wrong_is_told() {
        var late = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));

        refusedAlways(bind.connect().clock(late).build(), "the clocks of this machine");
    }

    @Test
    void without_a_key_a_zone_may_be_read_and_not_changed() {
        var dns = plain(NamedProcess.ZONE).build();
        sound.add(siteA);

        assertThat(dns.find(siteA.name(), RecordType.A)).contains(siteA);
        refused(() -> dns.replace(siteA, siteB))
                .hasMessageContaining("refuses this for zone hospital.example without a key");
        refused(() -> dns.add(RecordSet.text(name, MINUTE, "x"))).hasMessageContaining("Nothing was changed");
        assertThat(sound.find(siteA.name(), RecordType.A)).contains(siteA);
    }

    @Test
    void a_key_that_may_change_nothing_is_refused() {
        var dns = plain(NamedProcess.ZONE)
                .key(NamedProcess.POWERLESS, NamedProcess.SECRET)
                .build();

        refused(() -> dns.add(siteA)).hasMessageContaining("refuses this for zone hospital.example with key powerless");
        assertThat(sound.find(siteA.name(), RecordType.A)).isEmpty();
    }

    @Test
    void a_zone_without_updates_refuses_and_one_for_all_takes_them_without_a_key() {
        var closed = RecordSet.a("x.closed.example", MINUTE, "10.1.0.7");
        var open = RecordSet.a("x.open.example", MINUTE, "10.1.0.7");
        var dns = plain(NamedProcess.CLOSED)
                .key(NamedProcess.KEY, NamedProcess.SECRET)
                .build();

        refused(() -> dns.add(closed)).hasMessageContaining("refuses this for zone closed.example with key emrops");
        plain(NamedProcess.OPEN).build().add(open);

        assertThat(dns.find(closed.name(), RecordType.A)).isEmpty();
        assertThat(plain(NamedProcess.OPEN).build().find(open.name(), RecordType.A))
                .contains(open);
    }

    @Test
    void a_zone_that_the_server_does_not_have_is_told() {
        var dns = plain("nowhere.example")
                .key(NamedProcess.KEY, NamedProcess.SECRET)
                .secondary("127.0.0.1", bind.secondary.port())
                .build();
        var records = RecordSet.a("x.nowhere.example", MINUTE, "10.1.0.7");

        refused(() -> dns.add(records)).hasMessageContaining("is not in charge of zone nowhere.example");
        refused(() -> dns.remove(records)).hasMessageContaining("nowhere.example");
        refused(dns::target)
                .hasMessageContaining("refuses this for zone nowhere.example")
                .hasMessageContaining("or does not have it");
        assertThat(dns.served(records.name(), RecordType.A)).hasSize(2).allMatch(DnsAnswer.Silent.class::isInstance);
    }

    @Test
    void a_name_within_a_zone_is_no_zone() {
        refused(plain(name).build()::target).hasMessageContaining("has no zone " + name);
    }

    @Test
    void a_name_that_is_delegated_is_not_this_server_s() {
        refused(() -> sound.find(new DnsName("x.sub.hospital.example"), RecordType.A))
                .hasMessageContaining("delegated");
    }

    @Test
    void what_comes_from_a_wildcard_is_not_replaced_and_may_be_added_to() {
        var wild = RecordSet.a("x.wild.hospital.example", Duration.ofMinutes(5), "10.9.9.9");
        var own = RecordSet.a("x.wild.hospital.example", MINUTE, "10.1.0.7");

        assertThat(sound.find(wild.name(), RecordType.A)).contains(wild);
        refused(() -> sound.replace(wild, own)).hasMessageContaining("comes from a wildcard");
        sound.add(own);

        assertThat(sound.find(own.name(), RecordType.A)).contains(own);
        sound.remove(own);
        assertThat(sound.find(wild.name(), RecordType.A)).contains(wild);
    }

    @Test
    void a_secret_that_is_not_base64_is_told_without_being_told() {
        var dns = plain(NamedProcess.ZONE)
                .key(NamedProcess.KEY, Secret.of("?secret?".toCharArray()))
                .build();

        refused(() -> dns.add(siteA))
                .hasMessageNotContaining("?secret?")
                .hasMessageContaining("Base64")
                .hasNoCause();
    }

    @Test
    void a_server_that_is_gone_is_unavailable_and_the_others_are_still_asked() throws Exception {
        sound.add(siteA);
        try (var other = NamedProcess.primary(directory.resolve("gone"), bind.secondary.port())) {
            var dns = other.connect()
                    .secondary("127.0.0.1", bind.primary.port())
                    .secondary("127.0.0.1", other.port())
                    .resolver("127.0.0.1", other.port())
                    .build();
            other.kill();

            unavailable(dns::target);
            unavailable(() -> dns.find(siteA.name(), RecordType.A));
            unavailable(() -> dns.add(siteA));
            unavailable(() -> dns.replace(siteA, siteB));
            unavailable(() -> dns.remove(siteA));
            assertThat(dns.served(siteA.name(), RecordType.A))
                    .containsExactly(
                            new DnsAnswer.Silent("127.0.0.1:" + other.port(), "does not answer"),
                            new DnsAnswer.Present("127.0.0.1:" + bind.primary.port(), siteA),
                            new DnsAnswer.Silent("127.0.0.1:" + other.port(), "does not answer"));
            assertThat(dns.resolved(siteA.name(), RecordType.A)).isInstanceOf(DnsAnswer.Silent.class);
        }
    }

    private static void unavailable(ThrowingCallable call) {
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(call)
                .withMessageContaining("nothing was sent");
    }

    @Test
    void one_that_resolves_for_nobody_is_no_resolver() {
        sound.add(siteA);
        var dns = plain(NamedProcess.ZONE)
                .resolver("127.0.0.1", bind.primary.port())
                .build();

        assertThat(dns.resolved(siteA.name(), RecordType.A)).isInstanceOf(DnsAnswer.Silent.class);
        refused(() -> plain(NamedProcess.ZONE).build().resolved(siteA.name(), RecordType.A))
                .hasMessageContaining("No resolver");
    }

    @Test
    void a_resolver_tells_the_old_value_until_its_time_is_over() {
        sound.add(siteA);
        sound.resolved(siteA.name(), RecordType.A);
        sound.replace(siteA, siteB);

        assertThat(sound.find(siteA.name(), RecordType.A)).isEqualTo(Optional.of(siteB));
        assertThat(sound.resolved(siteA.name(), RecordType.A))
                .isInstanceOfSatisfying(
                        DnsAnswer.Present.class,
                        p -> assertThat(p.records().hasValuesOf(siteA)).isTrue());
    }
}
