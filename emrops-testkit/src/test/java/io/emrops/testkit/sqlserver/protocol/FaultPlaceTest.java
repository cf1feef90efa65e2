package io.emrops.testkit.sqlserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.fault.Fault.Kind;
import io.emrops.testkit.sqlserver.fault.Fault.Unit;
import io.emrops.testkit.sqlserver.protocol.TokenWriter.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many bytes get out before a fault, for every place in an answer of several packets. */
class FaultPlaceTest {
    private static final int PACKET_SIZE = 512;

    /** Of 5 bytes, 512 in all with what comes before and the headers, 700, 12. */
    private static final List<Integer> TOKENS = List.of(5, 486, 13, 700, 12);

    private record Sent(
            byte[] bytes, boolean struck, @Nullable FaultStruckException fault) {}

    private static Sent say(@Nullable Fault fault, boolean flushing) {
        var out = new ByteArrayOutputStream();
        var packets = new PacketWriter(out, 51);
        packets.packetSize(PACKET_SIZE);
        try {
            packets.begin(fault);
            for (var length : TOKENS) {
                var token = new ByteWriter();
                token.bytes(new byte[length]);
                packets.token(token);
                if (flushing) {
                    packets.flush();
                }
            }
            packets.end();
            return new Sent(out.toByteArray(), packets.faultStruck(), null);
        } catch (FaultStruckException e) {
            return new Sent(out.toByteArray(), packets.faultStruck(), e);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CLOSE", "RESET", "SILENCE"})
    void after_a_byte_exactly_that_many_get_out(Kind kind) {
        var whole = say(null, false).bytes;

        for (var count = 0; count <= whole.length + 2; count++) {
            var sent = say(new Fault(kind, Unit.BYTE, count), false);

            assertThat(sent.struck).isEqualTo(count < whole.length);
            assertThat(sent.bytes).isEqualTo(Arrays.copyOf(whole, Math.min(count, whole.length)));
            assertThat(sent.fault == null ? null : sent.fault.kind()).isEqualTo(count < whole.length ? kind : null);
        }
    }

    @Test
    void after_a_packet_exactly_whole_packets_get_out() {
        var whole = say(null, false).bytes;
        var packets = Answers.packets(whole);

        for (var count = 0; count <= packets.size(); count++) {
            var sent = say(Fault.close().afterPacket(count), false);

            assertThat(sent.struck).isTrue();
            assertThat(Answers.packets(sent.bytes)).hasSize(count);
            assertThat(sent.bytes).isEqualTo(Arrays.copyOf(whole, sent.bytes.length));
        }
        assertThat(say(Fault.close().afterPacket(packets.size() + 1), false).struck)
                .isFalse();
    }

    @Test
    void in_mid_packet_half_of_it_gets_out() {
        var whole = say(null, false).bytes;
        var packets = Answers.packets(whole);
        var before = 0;

        for (var number = 1; number <= packets.size(); number++) {
            var length = packets.get(number - 1).length;
            var sent = say(Fault.reset().inMidPacket(number), false);

            assertThat(sent.struck).isTrue();
            assertThat(sent.bytes).isEqualTo(Arrays.copyOf(whole, before + length / 2));
            before += length;
        }
        assertThat(say(Fault.reset().inMidPacket(packets.size() + 1), false).struck)
                .isFalse();
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void after_a_token_exactly_whole_tokens_get_out(
            @ForAll @IntRange(min = 0, max = 7) int count, @ForAll boolean flushing) {
        var expected = TOKENS.stream().limit(count).mapToInt(Integer::intValue).sum();

        var sent = say(Fault.silence().afterToken(count), flushing);

        assertThat(sent.struck).isEqualTo(count <= TOKENS.size());
        assertThat(Answers.content(sent.bytes)).hasSize(expected);
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void a_corruption_changes_one_byte_and_nothing_else(Unit unit) {
        var whole = say(null, false).bytes;

        for (var count = 1; count <= whole.length + 1; count++) {
            var sent = say(new Fault(Kind.CORRUPT, unit, count), false);

            assertThat(sent.bytes).hasSameSizeAs(whole);
            assertThat(sent.fault).isNull();
            assertThat(changed(whole, sent.bytes)).isEqualTo(sent.struck ? 1 : 0);
            if (unit == Unit.BYTE && count < whole.length) {
                assertThat(sent.bytes[count]).isEqualTo((byte) ~whole[count]);
            }
        }
        if (unit != Unit.MID_PACKET) {
            var first = say(new Fault(Kind.CORRUPT, unit, 0), false);
            assertThat(first.struck).isTrue();
            assertThat(changed(whole, first.bytes)).isEqualTo(1);
        }
    }

    private static int changed(byte[] one, byte[] other) {
        var count = 0;
        for (var i = 0; i < one.length; i++) {
            count += one[i] == other[i] ? 0 : 1;
        }
        return count;
    }

    @Test
    void an_answer_whose_session_has_said_something_already_still_takes_a_fault() throws Exception {
        for (var count = 0; count <= 4; count++) {
            var out = new ByteArrayOutputStream();
            var packets = new PacketWriter(out, 51);
            var tokens = new TokenWriter(packets);
            packets.begin(null);
            tokens.connectionReset();
            tokens.transactionBegan(1);
            var struck = false;
            try {
                packets.arm(Fault.close().afterToken(count));
                tokens.done(End.DONE, 0, 0, 0);
                packets.end();
            } catch (FaultStruckException e) {
                struck = true;
            }

            assertThat(struck).isEqualTo(count <= 3);
            assertThat(Answers.content(out.toByteArray()))
                    .hasSize(List.of(0, 6, 20, 33, 33).get(count));
        }
    }

    @Test
    void a_byte_that_is_not_sent_yet_can_still_be_turned_over() throws Exception {
        for (var fault : List.of(
                Fault.corrupt(),
                Fault.corrupt().afterToken(0),
                Fault.corrupt().afterToken(1),
                Fault.corrupt().afterToken(2),
                Fault.corrupt().afterByte(9),
                Fault.corrupt().afterPacket(0))) {
            var out = new ByteArrayOutputStream();
            var packets = new PacketWriter(out, 51);
            var tokens = new TokenWriter(packets);
            packets.begin(null);
            tokens.connectionReset();
            tokens.transactionBegan(1);
            packets.end();
            var right = out.toByteArray();
            out.reset();
            packets.begin(null);
            tokens.connectionReset();

            packets.arm(fault);
            tokens.transactionBegan(1);
            packets.end();

            assertThat(changed(right, out.toByteArray()))
                    .as("%s", fault)
                    .isEqualTo(fault.equals(Fault.corrupt().afterToken(2)) ? 0 : 1);
        }
    }

    @Test
    void a_fault_comes_too_late_when_something_is_sent() throws Exception {
        var packets = new PacketWriter(new ByteArrayOutputStream(), 51);
        packets.begin(null);
        new TokenWriter(packets).connectionReset();
        packets.flush();

        assertThatIllegalStateException().isThrownBy(() -> packets.arm(Fault.close()));
    }

    @Test
    void a_fault_is_of_one_answer() throws Exception {
        var out = new ByteArrayOutputStream();
        var packets = new PacketWriter(out, 51);
        packets.begin(Fault.close().afterByte(1000));
        packets.end();
        packets.begin(null);
        var token = new ByteWriter();
        token.bytes(new byte[2000]);

        packets.token(token);
        packets.end();

        assertThat(packets.faultStruck()).isFalse();
    }
}
