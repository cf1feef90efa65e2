package io.emrops.docker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.TargetUnavailableException;
import io.emrops.spi.log.LogReader;
import io.emrops.spi.log.LogUnreadableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ContainerReadersTest {
    private static final String TIME = "2026-03-01T02:00:00.000000001Z ";
    private static final long AT = 1_772_330_400_000_000_001L;

    private record Piece(long time, boolean error, boolean begins, boolean ends, String text) {}

    private static List<Piece> pieces(LogReader reader) throws LogUnreadableException {
        var pieces = new ArrayList<Piece>();
        while (reader.next()) {
            pieces.add(new Piece(
                    reader.time(),
                    reader.isError(),
                    reader.begins(),
                    reader.ends(),
                    new String(reader.buffer(), reader.offset(), reader.length(), StandardCharsets.ISO_8859_1)));
        }
        return pieces;
    }

    private static byte[] frame(int type, String payload) {
        var bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {
            (byte) type,
            0,
            0,
            0,
            (byte) (bytes.length >> 24),
            (byte) (bytes.length >> 16),
            (byte) (bytes.length >> 8),
            (byte) bytes.length
        });
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static FrameReader frames(byte[]... parts) {
        return new FrameReader(new ByteArrayInputStream(join(parts)), () -> {});
    }

    private static TerminalReader terminal(String text) {
        return new TerminalReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), () -> {});
    }

    /** Gives a few bytes at a time. */
    private static InputStream dripping(byte[] bytes, int most) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, most));
            }
        };
    }

    @Test
    void each_frame_is_a_line_with_its_time_and_its_output() throws Exception {
        var reader = frames(frame(1, TIME + "one\n"), frame(2, TIME + "two\n"), frame(1, TIME + "\n"));

        assertThat(pieces(reader))
                .containsExactly(
                        new Piece(AT, false, true, true, "one"),
                        new Piece(AT, true, true, true, "two"),
                        new Piece(AT, false, true, true, ""));
    }

    @Test
    void a_line_in_several_frames_begins_and_ends_once_for_each_output() throws Exception {
        var reader = frames(frame(1, TIME + "a"), frame(2, TIME + "x"), frame(1, TIME + "b\n"), frame(2, TIME + "y\n"));

        assertThat(pieces(reader))
                .containsExactly(
                        new Piece(AT, false, true, false, "a"),
                        new Piece(AT, true, true, false, "x"),
                        new Piece(AT, false, false, true, "b"),
                        new Piece(AT, true, false, true, "y"));
    }

    @Test
    void a_message_of_several_lines_has_one_time_for_all() throws Exception {
        assertThat(pieces(frames(frame(1, TIME + "a\nb\nc"))))
                .containsExactly(
                        new Piece(AT, false, true, true, "a"),
                        new Piece(AT, false, true, true, "b"),
                        new Piece(AT, false, true, false, "c"));
    }

    @Test
    void a_frame_of_any_size_comes_in_pieces() throws Exception {
        var text = "0123456789".repeat(50_000);
        var pieces = pieces(frames(frame(1, TIME + text + "\n"), frame(1, TIME + "next\n")));

        assertThat(pieces.stream().map(Piece::text).reduce("", String::concat)).isEqualTo(text + "next");
        assertThat(pieces).allMatch(piece -> piece.text().length() <= StampedReader.LONGEST);
        assertThat(pieces.stream().filter(Piece::begins)).hasSize(2);
        assertThat(pieces.stream().filter(Piece::ends)).hasSize(2);
    }

    @Test
    void local_times_are_understood_and_a_missing_one_is_that_of_the_piece_before() throws Exception {
        var reader = frames(frame(1, "2026-03-01T03:00:00.000000001+01:00 local\n"), frame(1, "none of its own\n"));

        assertThat(pieces(reader))
                .containsExactly(
                        new Piece(AT, false, true, true, "local"), new Piece(AT, false, true, true, "none of its own"));
    }

    @Test
    void a_stream_that_breaks_off_is_a_lost_engine() {
        var whole = join(frame(1, TIME + "one\n"), frame(1, TIME + "two\n"));

        for (var length = 1; length < whole.length; length++) {
            var cut = java.util.Arrays.copyOf(whole, length);
            if (length != whole.length / 2) {
                assertThatExceptionOfType(TargetUnavailableException.class)
                        .as("cut after %s bytes", length)
                        .isThrownBy(() -> pieces(frames(cut)));
            }
        }
    }

    @Test
    void what_is_no_frame_is_not_taken_for_one() {
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> pieces(frames("plain text".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void an_error_of_the_engine_within_the_stream_ends_the_log() {
        assertThatExceptionOfType(LogUnreadableException.class)
                .isThrownBy(() -> pieces(frames(frame(1, TIME + "one\n"), frame(3, "broken file of SMITH, JOHN"))))
                .withMessageNotContaining("SMITH");
    }

    @Test
    void a_terminal_has_lines_without_frames_and_their_carriage_returns_are_its_own() throws Exception {
        assertThat(pieces(terminal(TIME + "one\r\n" + TIME + "\r\n" + TIME + "a\rb\r\n")))
                .containsExactly(
                        new Piece(AT, false, true, true, "one"),
                        new Piece(AT, false, true, true, ""),
                        new Piece(AT, false, true, true, "a\rb"));
    }

    @Test
    void a_long_line_of_a_terminal_has_a_time_before_each_message() throws Exception {
        var message = "x".repeat(16 << 10);
        var pieces = pieces(terminal(TIME + message + TIME + message + TIME + "end\r\n" + TIME + "next\r\n"));

        assertThat(pieces).extracting(Piece::text).containsExactly(message, message, "end", "next");
        assertThat(pieces).extracting(Piece::begins).containsExactly(true, false, false, true);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void pieces_are_the_same_however_the_bytes_arrive(
            @ForAll @Size(max = 20) List<@IntRange(max = 200) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 50) int drip)
            throws Exception {
        var all = new ByteArrayOutputStream();
        var text = new StringBuilder();
        for (var length : lengths) {
            var line = "z".repeat(length);
            all.writeBytes(frame(1 + length % 2, TIME + line + "\n"));
            text.append(TIME).append(line).append("\r\n");
        }

        assertThat(pieces(new FrameReader(dripping(all.toByteArray(), drip), () -> {})))
                .extracting(piece -> piece.text().length())
                .isEqualTo(lengths);
        assertThat(pieces(
                        new TerminalReader(dripping(text.toString().getBytes(StandardCharsets.UTF_8), drip), () -> {})))
                .extracting(piece -> piece.text().length())
                .isEqualTo(lengths);
    }
}
