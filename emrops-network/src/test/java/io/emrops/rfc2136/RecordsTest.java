package io.emrops.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.StepFailedException;
import io.emrops.dns.DnsName;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

class RecordsTest {
    private static final DnsName NAME = new DnsName("x.example");

    @Property(tries = 300)
    void any_record_set_comes_back_from_the_wire_as_it_was(
            @ForAll("sets") RecordSet records, @ForAll @IntRange(min = 0) int ttl) throws Exception {
        var message = new Message();
        for (var record : Records.of(records, ttl)) {
            message.addRecord(record, Section.ANSWER);
        }

        var read = new Message(message.toWire()).getSection(Section.ANSWER);

        assertThat(Records.own(read, records.name(), records.type()))
                .contains(records.withTtl(Duration.ofSeconds(ttl)));
    }

    @Provide
    Arbitrary<RecordSet> sets() {
        var texts = Arbitraries.strings().ofMaxLength(300);
        var labels = Arbitraries.strings().withChars("abZ9-_").ofMinLength(1).ofMaxLength(20);
        return Arbitraries.oneOf(
                texts.array(String[].class)
                        .ofMinSize(1)
                        .ofMaxSize(4)
                        .map(t -> RecordSet.text("x.example", minute(), t)),
                labels.map(l -> RecordSet.alias("x.example", minute(), l + ".example")),
                bytes(4).map(a -> RecordSet.a("x.example", minute(), a)),
                bytes(16).map(a -> RecordSet.aaaa("x.example", minute(), a.contains(":") ? a : "::ffff:" + a)));
    }

    private static Arbitrary<String> bytes(int length) {
        var some = Arbitraries.oneOf(Arbitraries.just((byte) 0), Arbitraries.bytes());
        return some.array(byte[].class).ofSize(length).map(RecordsTest::address);
    }

    private static String address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Duration minute() {
        return Duration.ofMinutes(1);
    }

    @Test
    void the_least_time_to_live_counts_and_one_that_is_too_large_is_none() throws Exception {
        assertThat(Records.own(List.of(a("x.example.", 60, 1), a("x.example.", 30, 2)), NAME, RecordType.A))
                .hasValueSatisfying(set -> assertThat(set.ttl()).hasSeconds(30));
        var message = new Message();
        message.addRecord(a("x.example.", 60, 1), Section.ANSWER);
        var wire = message.toWire();
        wire[wire.length - 10] = (byte) 0x80;

        assertThat(Records.own(new Message(wire).getSection(Section.ANSWER), NAME, RecordType.A))
                .hasValueSatisfying(set -> assertThat(set.ttl()).isZero());
    }

    private static Record a(String name, long ttl, int last) throws Exception {
        return new ARecord(
                Name.fromString(name), DClass.IN, ttl, InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}));
    }

    private static Record alias(String name, long ttl, String target) throws Exception {
        return new CNAMERecord(Name.fromString(name), DClass.IN, ttl, Name.fromString(target));
    }

    @Test
    void records_of_others_are_not_taken_for_the_name_s_own() throws Exception {
        var answer = List.of(alias("x.example.", 60, "y.example."), a("y.example.", 60, 1));

        assertThat(Records.own(answer, NAME, RecordType.A)).isEmpty();
        assertThat(Records.followed(answer, NAME, RecordType.A))
                .contains(RecordSet.a("x.example", minute(), "10.0.0.1"));
        assertThat(Records.followed(answer, NAME, RecordType.CNAME))
                .contains(RecordSet.alias("x.example", minute(), "y.example"));
    }

    @Test
    void aliases_in_a_circle_lead_nowhere() throws Exception {
        var circle = List.of(alias("x.example.", 60, "y.example."), alias("y.example.", 60, "x.example."));

        assertThat(Records.followed(circle, NAME, RecordType.A)).isEmpty();
    }

    @Test
    void a_name_that_cannot_be_written_here_is_told() throws Exception {
        var strange = List.of(alias("x.example.", 60, "a\\032b.example."));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> Records.own(strange, NAME, RecordType.CNAME))
                .withMessageContaining("x.example CNAME");
    }
}
