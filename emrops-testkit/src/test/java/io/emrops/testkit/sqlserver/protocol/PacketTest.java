package io.emrops.testkit.sqlserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.testkit.sqlserver.protocol.Message.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PacketTest {
    private static final int END_OF_MESSAGE = 1;

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void an_answer_is_cut_into_packets_of_at_most_the_size(
            @ForAll @IntRange(min = 512, max = 32767) int size,
            @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 40_000) Integer> lengths,
            @ForAll long seed)
            throws Exception {
        var random = new Random(seed);
        var out = new ByteArrayOutputStream();
        var said = new ByteArrayOutputStream();
        var writer = new PacketWriter(out, 0x1234);
        writer.packetSize(size);
        writer.begin(null);
        for (var length : lengths) {
            var token = new byte[length];
            random.nextBytes(token);
            said.writeBytes(token);
            var content = new ByteWriter();
            content.bytes(token);
            writer.token(content);
            if (random.nextBoolean()) {
                writer.flush();
            }
        }
        writer.end();

        var packets = Answers.packets(out.toByteArray());

        assertThat(Answers.content(out.toByteArray())).isEqualTo(said.toByteArray());
        for (var i = 0; i < packets.size(); i++) {
            var packet = packets.get(i);
            assertThat(packet.length).isBetween(8, size);
            assertThat(packet).startsWith(4, i == packets.size() - 1 ? END_OF_MESSAGE : 0);
            assertThat(Arrays.copyOfRange(packet, 4, 8)).containsExactly(0x12, 0x34, (byte) (i + 1), 0);
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void the_packets_of_a_client_are_one_message(
            @ForAll @IntRange(min = 512, max = 32767) int size,
            @ForAll @Size(max = 3000) byte[] content,
            @ForAll @IntRange(min = 1, max = 60) int times)
            throws Exception {
        var payload = new byte[content.length * times];
        for (var i = 0; i < times; i++) {
            System.arraycopy(content, 0, payload, i * content.length, content.length);
        }
        var sent = new ByteArrayOutputStream();
        sent.writeBytes(ClientBytes.packets(3, 8, payload, size));
        sent.writeBytes(ClientBytes.packets(6, 0, new byte[0], size));
        var reader = new PacketReader(new ByteArrayInputStream(sent.toByteArray()));

        var message = reader.read();

        assertThat(message.type()).isEqualTo(Type.RPC);
        assertThat(message.payload()).isEqualTo(payload);
        assertThat(message.resetsConnection()).isTrue();
        assertThat(message.keepsTransaction()).isFalse();
        assertThat(reader.read().type()).isEqualTo(Type.ATTENTION);
        assertThatExceptionOfType(EOFException.class).isThrownBy(reader::read);
    }

    @Test
    void what_is_no_packet_is_refused() {
        var refused = List.of(
                new byte[] {0x16, 3, 1, 0, 0, 0, 0, 0},
                new byte[] {4, 1, 0, 8, 0, 0, 0, 0},
                new byte[] {1, 1, 0, 7, 0, 0, 0, 0},
                new byte[] {1, 1, 0, 0, 0, 0, 0, 0},
                new byte[] {1, 0, 0, 8, 0, 0, 0, 0, 6, 1, 0, 8, 0, 0, 0, 0});

        assertThat(refused)
                .allSatisfy(bytes -> assertThatExceptionOfType(ProtocolException.class)
                        .isThrownBy(() -> new PacketReader(new ByteArrayInputStream(bytes)).read()));
    }

    @Test
    void a_message_that_breaks_off_is_an_end_and_no_message() {
        var whole = ClientBytes.packets(1, 0, new byte[900], 512);

        for (var length = 0; length < whole.length; length++) {
            var reader = new PacketReader(new ByteArrayInputStream(whole, 0, length));

            assertThatExceptionOfType(EOFException.class).isThrownBy(reader::read);
        }
    }
}
