package io.emrops.core.journal;

import static io.emrops.core.journal.Stores.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.Jvm;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes on one store. */
class ProcessTest {
    @TempDir
    Path directory;

    @Test
    void what_a_killed_process_acknowledged_is_there() throws Exception {
        Map<String, Long> acknowledged = new HashMap<>();
        for (int round = 0; round < 3; round++) {
            try (Jvm process = Jvm.start(AppendingProcess.class, directory.toString(), "4")) {
                assertThat(process.line()).isEqualTo("open");
                for (int lines = 0; lines < 400; lines++) {
                    note(process.line(), acknowledged);
                }
                process.kill();
                for (String line = process.line(); line != null; line = process.line()) {
                    note(line, acknowledged);
                }
            }
            try (FileRunStore store = FileRunStore.open(directory)) {
                acknowledged.forEach((run, sequence) -> {
                    List<String> records = Stores.read(store, run);
                    assertThat(records).as(run).hasSizeGreaterThan(sequence.intValue());
                    for (int i = 0; i < records.size(); i++) {
                        assertThat(records.get(i)).startsWith(run + " " + i);
                    }
                    if (records.size() % 2 == 1) {
                        // Half of a batch that was never acknowledged; the next round counts in twos.
                        store.append(batch(run, records.size(), run + " " + records.size()));
                    }
                });
            }
            assertThat(FileRunStore.verify(directory).intact()).isTrue();
        }
        assertThat(acknowledged).hasSize(4);
    }

    private static void note(String line, Map<String, Long> acknowledged) {
        // The kill may cut the last line short, which makes the number smaller.
        String[] words = line.split(" ");
        if (words.length == 2 && !words[1].isEmpty()) {
            acknowledged.merge(words[0], Long.valueOf(words[1]), Math::max);
        }
    }

    @Test
    void a_second_process_is_refused_until_the_first_is_gone() throws Exception {
        try (Jvm first = Jvm.start(AppendingProcess.class, directory.toString(), "0")) {
            assertThat(first.line()).isEqualTo("open");

            assertThatThrownBy(() -> FileRunStore.open(directory))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.IN_USE))
                    .hasMessageContaining("pid " + first.pid());
            assertThat(FileRunStore.verify(directory).intact()).isTrue();

            first.kill();
            FileRunStore.open(directory).close();
        }
    }

    @Test
    void refusing_a_second_instance_does_not_let_another_process_in() throws Exception {
        try (FileRunStore store = FileRunStore.open(directory)) {
            assertThatThrownBy(() -> FileRunStore.open(directory)).isInstanceOf(StoreException.class);
            FileRunStore.verify(directory);
            FileRunStore.openReadOnly(directory).close();

            try (Jvm other = Jvm.start(AppendingProcess.class, directory.toString(), "0")) {
                assertThat(other.line()).isEqualTo("IN_USE");
            }
            store.append(batch("run", 0, "one"));
        }
    }

    @Test
    void a_reader_from_outside_follows_a_writing_process() throws Exception {
        try (Jvm writer = Jvm.start(AppendingProcess.class, directory.toString(), "4")) {
            assertThat(writer.line()).isEqualTo("open");
            Map<String, Long> acknowledged = new HashMap<>();
            note(writer.line(), acknowledged);
            try (var outside = FileRunStore.openReadOnly(directory)) {
                for (int look = 0; look < 40; look++) {
                    note(writer.line(), acknowledged);
                    acknowledged.forEach(
                            (run, sequence) -> assertThat(outside.read(run)).hasSizeGreaterThan(sequence.intValue()));
                    assertThat(FileRunStore.verify(directory).firstBreak()).isEmpty();
                }
            }
        }
    }
}
