package io.emrops.testkit.windows.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.windows.command.HostFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class SftpSessionTest {
    private final Files files = new Files();
    private final SftpSession session = new SftpSession(files);

    private static final class Files implements HostFiles {
        final Map<String, byte[]> there = new TreeMap<>();

        @Override
        public Kind kind(String path) {
            return path.endsWith("\\") ? Kind.DIRECTORY : there.containsKey(path) ? Kind.FILE : Kind.NONE;
        }

        @Override
        public byte[] read(String path) throws IOException {
            return Optional.ofNullable(there.get(path)).orElseThrow(() -> new NoSuchFileException(path));
        }

        @Override
        public void write(String path, byte[] bytes) {
            there.put(path, bytes);
        }

        @Override
        public void delete(String path) {
            there.remove(path);
        }

        @Override
        public List<String> names(String directory) {
            return there.keySet().stream().map(path -> path.substring(3)).toList();
        }
    }

    @Property
    void bytes_that_are_no_packets_are_an_end_or_a_refusal(@ForAll byte[] bytes) {
        var in = new ByteArrayInputStream(bytes);
        try {
            for (var packet = SftpPacket.read(in); packet.isPresent(); packet = SftpPacket.read(in)) {
                session.answer(packet.get());
            }
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }

    @Property
    void every_packet_gets_an_answer_with_its_id(
            @ForAll("packets") List<byte[]> packets, @ForAll @Size(max = 40) byte[] rest) throws IOException {
        files.there.put("C:\\a", new byte[10]);
        for (var body : packets) {
            var sent = new ByteArrayOutputStream();
            var out = new DataOutputStream(sent);
            out.writeInt(body.length + rest.length);
            out.write(body);
            out.write(rest);
            var packet = SftpPacket.read(new ByteArrayInputStream(sent.toByteArray()));

            var said = answer(packet.orElseThrow());

            assertThat(said.type()).isBetween(101, 105);
            assertThat(said.number()).isEqualTo(4711);
        }
        session.end();
    }

    @Provide
    Arbitrary<List<byte[]>> packets() {
        var types = Arbitraries.integers().between(3, 25);
        var texts = Arbitraries.of("/C:/a", "/C:/", "f0", "d0", "f1", "..", "", "/D:/x/../y");
        var numbers = Arbitraries.longs();
        return Combinators.combine(types, texts, numbers, Arbitraries.integers().between(0, 64))
                .as(SftpSessionTest::body)
                .list()
                .ofMaxSize(30);
    }

    private static byte[] body(int type, String text, long number, int flags) {
        try {
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            out.writeByte(type);
            out.writeInt(4711);
            out.writeInt(text.length());
            out.writeBytes(text);
            if (type == 3) {
                out.writeInt(flags);
            }
            out.writeLong(flags % 3 == 0 ? number : flags);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SftpPacket answer(SftpPacket packet) throws IOException {
        var reply = new ByteArrayOutputStream();
        session.answer(packet).send(reply);
        return SftpPacket.read(new ByteArrayInputStream(reply.toByteArray())).orElseThrow();
    }

    @Example
    void paths_are_those_of_windows() {
        assertThat(SftpSession.path("/D:/releases/app.zip")).isEqualTo("D:\\releases\\app.zip");
        assertThat(SftpSession.path("/d:/a/./b/../c")).isEqualTo("d:\\a\\c");
        assertThat(SftpSession.path(".")).isEqualTo("C:\\");
        assertThat(SftpSession.path("x")).isEqualTo("C:\\x");
        assertThat(SftpSession.path("/../../D:/")).isEqualTo("D:\\");
    }

    @Example
    void a_packet_that_is_too_long_ends_the_session() throws IOException {
        var bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeInt(300_000);
        assertThat(catchIo(bytes.toByteArray())).hasMessageContaining("300000");
    }

    private static IOException catchIo(byte[] bytes) {
        try {
            SftpPacket.read(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            return e;
        }
        throw new AssertionError("it was read");
    }
}
