package io.emrops.vantage;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.reachability.Obstacle;
import io.emrops.reachability.Phase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a server says is an answer or an obstacle. */
class HttpReaderFuzzTest {
    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of(
                        "HTTP/1.1 200 OK",
                        "HTTP/1.1 204",
                        "HTTP/1.0 304 x",
                        "\r\n",
                        "\n",
                        ":",
                        "Content-Length: 3",
                        "Content-Length: 99999999999999999999",
                        "Transfer-Encoding: chunked",
                        "3\r\nabc",
                        "fffffff",
                        "0",
                        "\u0000",
                        "é",
                        ";")
                .list()
                .ofMaxSize(14);
    }

    @Property(tries = 2000)
    void it_ends_in_one_of_the_two(@ForAll("pieces") List<String> pieces) throws Exception {
        var said = ByteBuffer.wrap(String.join("", pieces).getBytes(StandardCharsets.UTF_8));
        var reader = new HttpReader(oneByteAtATime(said));
        try {
            var head = reader.head();

            assertThat(head.status()).isBetween(100, 599);
            assertThat(reader.body(head)).hasSizeLessThanOrEqualTo(said.capacity());
        } catch (Obstructed e) {
            assertThat(e.obstacle()).isInstanceOfAny(Obstacle.NotUnderstood.class, Obstacle.BrokenOff.class);
        }
    }

    private static Line oneByteAtATime(ByteBuffer said) {
        return new Line() {
            @Override
            public boolean read(ByteBuffer into, Phase phase) {
                if (!said.hasRemaining()) {
                    return false;
                }
                into.put(said.get());
                return true;
            }

            @Override
            public void write(ByteBuffer from, Phase phase) {
                from.position(from.limit());
            }
        };
    }
}
