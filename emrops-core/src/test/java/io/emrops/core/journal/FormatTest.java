package io.emrops.core.journal;

import static io.emrops.core.journal.Stores.batch;
import static io.emrops.core.journal.Stores.last;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the store that docs/journal-format.md prints against the one that is written. */
class FormatTest {
    private static final String SEGMENT = "journal-00000001.seg";

    @TempDir
    Path directory;

    @Test
    void the_documented_bytes_are_what_is_written() throws Exception {
        try (FileRunStore store = example()) {
            store.append(batch("run-1", 0, "started"));
            store.append(last("run-1", 1, "step done", "ended"));
        }

        byte[] segment = Files.readAllBytes(directory.resolve(SEGMENT));

        assertThat(HexFormat.of().formatHex(segment)).isEqualTo(HexFormat.of().formatHex(documented()));
    }

    @Test
    void the_documented_bytes_are_a_store() throws Exception {
        Files.write(directory.resolve(SEGMENT), documented());

        try (FileRunStore store = example()) {
            assertThat(Stores.read(store, "run-1")).containsExactly("started", "step done", "ended");
        }
        assertThat(FileRunStore.verify(directory).chainHead()).isEqualTo(documented("chain head: ([0-9a-f]{64})"));
    }

    private FileRunStore example() {
        return FileRunStore.builder(directory).unit(512).newStore(Stores.ID).open();
    }

    /** The bytes of the dump, with the zeros behind them that it leaves out. */
    private static byte[] documented() throws Exception {
        byte[] segment = new byte[512];
        Matcher line = Pattern.compile("(?m)^([0-9a-f]{4}):((?: [0-9a-f]{4})+)").matcher(text());
        while (line.find()) {
            byte[] bytes = HexFormat.of().parseHex(line.group(2).replace(" ", ""));
            System.arraycopy(bytes, 0, segment, Integer.parseInt(line.group(1), 16), bytes.length);
        }
        return segment;
    }

    private static String documented(String pattern) throws Exception {
        Matcher found = Pattern.compile(pattern).matcher(text());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static String text() throws Exception {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("docs").resolve("journal-format.md"))) {
            at = at.getParent();
        }
        return new String(Files.readAllBytes(at.resolve("docs").resolve("journal-format.md")), UTF_8);
    }
}
