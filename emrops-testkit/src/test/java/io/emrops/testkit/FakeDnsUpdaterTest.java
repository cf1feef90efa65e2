package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.TargetUnavailableException;
import io.emrops.dns.DnsAnswer;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeDnsUpdaterTest {
    private static final RecordSet SITE_A = RecordSet.a("emrnext.hospital.example", Duration.ofMinutes(5), "10.1.0.7");
    private static final RecordSet SITE_B = RecordSet.a("emrnext.hospital.example", Duration.ofMinutes(1), "10.2.0.7");

    private final FakeDnsUpdater dns = FakeDnsUpdater.of("hospital.example")
            .secondary("ns2")
            .secondary("ns3")
            .holding(SITE_A);

    private List<DnsAnswer> served() {
        return dns.served(SITE_A.name(), RecordType.A);
    }

    @Test
    void a_secondary_lags_or_is_silent_until_it_is_current() {
        dns.stale("ns2").silent("ns3");

        dns.replace(SITE_A, SITE_B);

        assertThat(served())
                .containsExactly(
                        new DnsAnswer.Present("ns1", SITE_B),
                        new DnsAnswer.Present("ns2", SITE_A),
                        new DnsAnswer.Silent("ns3", "does not answer"));
        dns.current("ns2").current("ns3");
        assertThat(served())
                .allMatch(a -> a instanceof DnsAnswer.Present p && p.records().equals(SITE_B));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> dns.stale("ns4"));
    }

    @Test
    void a_resolver_remembers_until_it_forgets_also_that_there_was_nothing() {
        dns.resolverRemembers();
        dns.resolved(SITE_A.name(), RecordType.A);
        dns.resolved(SITE_A.name(), RecordType.TXT);
        dns.replace(SITE_A, SITE_B);
        dns.add(RecordSet.text(SITE_A.name().text(), Duration.ZERO, "x"));

        assertThat(dns.resolved(SITE_A.name(), RecordType.A)).isEqualTo(new DnsAnswer.Present("resolver", SITE_A));
        assertThat(dns.resolved(SITE_A.name(), RecordType.TXT)).isEqualTo(new DnsAnswer.Absent("resolver"));
        dns.resolverForgets();
        assertThat(dns.resolved(SITE_A.name(), RecordType.A)).isEqualTo(new DnsAnswer.Present("resolver", SITE_B));
        assertThat(dns.resolved(SITE_A.name(), RecordType.TXT)).isInstanceOf(DnsAnswer.Present.class);
    }

    @Test
    void it_goes_down_and_loses_connections_as_all_fakes_do() {
        dns.loseConnectionAfter("replace");
        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> dns.replace(SITE_A, SITE_B));
        assertThat(dns.held(SITE_A.name(), RecordType.A)).contains(SITE_B);

        dns.goDown();
        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> dns.remove(SITE_B));
        assertThat(dns.applied())
                .extracting(Fake.Call::toString)
                .containsExactly("replace(" + SITE_A + ", 10.2.0.7, TTL 60 s)");
    }

    @Test
    void all_of_it_outlives_the_process(@TempDir Path directory) {
        dns.resolverRemembers();
        dns.resolved(SITE_A.name(), RecordType.A);
        dns.resolved(SITE_A.name(), RecordType.TXT);
        dns.stale("ns2").silent("ns3").keptIn(directory.resolve("zone"));
        dns.replace(SITE_A, SITE_B);

        var again = FakeDnsUpdater.of("hospital.example").keptIn(directory.resolve("zone"));

        assertThat(again.served(SITE_A.name(), RecordType.A)).isEqualTo(served());
        assertThat(again.resolved(SITE_A.name(), RecordType.A)).isEqualTo(new DnsAnswer.Present("resolver", SITE_A));
        assertThat(again.resolved(SITE_A.name(), RecordType.TXT)).isInstanceOf(DnsAnswer.Absent.class);
    }
}
