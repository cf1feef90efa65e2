package io.emrops.docker.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.DataSize;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.docker.SmallDisk;
import io.emrops.docker.compose.Compose;
import io.emrops.docker.compose.ComposeArguments;
import io.emrops.docker.compose.ComposeProgram;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.scaling.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Against an engine that is stood in for, and a Compose that prints the last of its files. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class ResizingTest {
    private static final long FORMER = 32 << 20;
    private static final long LATTER = 48 << 20;
    private static final Resources LARGE = Resources.unlimited().memory(new DataSize(LATTER));

    private final EngineOfLimits standIn = new EngineOfLimits(3, FORMER);
    private final EngineConnection engine = EngineConnection.at(standIn.host());

    @TempDir
    Path directory;

    ResizingTest() throws IOException {}

    @AfterEach
    void close() {
        engine.close();
        standIn.close();
    }

    /** As of a process that has just begun. */
    private Resizing resizing(Path kept) throws IOException {
        var program = Files.writeString(directory.resolve("compose.sh"), """
                while [ $# -gt 0 ]; do [ "$1" != --file ] || last=$2; shift; done
                cat "$last"
                """);
        var file = Files.writeString(
                directory.resolve("compose.yml"), "{\"services\":{\"api\":{\"mem_limit\":\"" + FORMER + "\"}}}");
        var compose = new Compose(
                engine,
                () -> new ComposeProgram(List.of("/bin/sh", program.toString()), "2.26.1", 2),
                new ComposeArguments("p", List.of(file)),
                kept,
                Map.of(),
                line -> {});
        return new Resizing(engine, "p", compose, kept, Map::of);
    }

    private Path kept() {
        return directory.resolve("compose.emrops.json");
    }

    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Dies when so many instances are done; before the first, the file alone is written. */
    private static Progress dyingAfter(int done) {
        return (now, total, what) -> {
            if (now == done) {
                throw new Death();
            }
        };
    }

    @Test
    void cut_off_between_the_file_and_any_instance_it_goes_on() throws Exception {
        for (var done = 0; done < 3; done++) {
            var at = done;
            var former = resizing(kept()).state("api");
            assertThatExceptionOfType(Death.class)
                    .isThrownBy(() -> resizing(kept()).resize("api", LARGE, dyingAfter(at)));
            assertThat(kept()).content().contains("\"mem_limit\" : \"" + LATTER + "\"");
            assertThat(standIn.memory()).filteredOn(m -> m == LATTER).hasSize(done);

            var left = resizing(kept()).preview("api", LARGE);
            resizing(kept()).resize("api", LARGE, Progress.none());

            assertThat(left)
                    .singleElement()
                    .asString()
                    .startsWith("service api")
                    .contains("32 MiB → ")
                    .endsWith("48 MiB");
            assertThat(standIn.memory()).containsOnly(LATTER);
            assertThat(resizing(kept()).preview("api", LARGE)).isEmpty();
            resizing(kept()).restore(former, Progress.none());
        }
    }

    @Test
    void cut_off_between_the_file_and_any_instance_it_is_undone_however_often_the_undo_is_cut_off() throws Exception {
        var former = resizing(kept()).state("api");
        for (var done = 0; done < 3; done++) {
            var at = done;
            assertThatExceptionOfType(Death.class)
                    .isThrownBy(() -> resizing(kept()).resize("api", LARGE, dyingAfter(at)));

            if (done > 0) {
                assertThatExceptionOfType(Death.class)
                        .isThrownBy(() -> resizing(kept()).restore(former, dyingAfter(3 - at)));
                assertThat(kept()).doesNotExist();
            }
            var capacity = resizing(kept()).restore(former, Progress.none());

            assertThat(kept()).doesNotExist();
            assertThat(standIn.memory()).containsOnly(FORMER);
            assertThat(capacity.resources()).isEqualTo(former.resources());
        }
    }

    @Test
    void an_instance_that_the_engine_does_not_change_does_not_keep_the_others_from_being_undone() throws Exception {
        var former = resizing(kept()).state("api");
        resizing(kept()).resize("api", LARGE, Progress.none());
        standIn.refuse("c1", "c2");

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> resizing(kept()).restore(former, Progress.none()))
                .withMessageContaining("but for 2 of 3 instances")
                .withMessageContaining("change the limits of instance 1")
                .withMessageContaining("change the limits of instance 2");

        assertThat(standIn.memory()).containsExactly(LATTER, LATTER, FORMER);
        assertThat(kept()).doesNotExist();
        standIn.refuse();
        resizing(kept()).restore(former, Progress.none());
        assertThat(standIn.memory()).containsOnly(FORMER);
    }

    @Test
    void the_first_instance_that_the_engine_does_not_change_ends_a_change() throws Exception {
        standIn.refuse("c2");

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> resizing(kept()).resize("api", LARGE, Progress.none()))
                .withMessageContaining(
                        "instance 2 of api; 1 of 3 instances have the limits that the next up gives them by");

        assertThat(standIn.memory()).containsExactly(LATTER, FORMER, FORMER);
    }

    @Test
    void on_a_full_disk_no_instance_is_changed_and_the_file_stays_as_it_was() throws Exception {
        var place = directory.resolve("disk");
        try (var disk = SmallDisk.at(place)) {
            var file = Files.writeString(
                    place.resolve("compose.emrops.json"), "{ \"services\":{\"api\":{\"mem_limit\":\"32m\"}} }\n");
            var bytes = Files.readAllBytes(file);
            var former = resizing(file).state("api");
            disk.fill();

            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> resizing(file).resize("api", LARGE, Progress.none()))
                    .withMessage(file + " cannot be written; it was left alone");

            assertThat(file).hasBinaryContent(bytes);
            assertThat(place.toFile().list()).containsExactlyInAnyOrder("full", "compose.emrops.json");
            assertThat(standIn.memory()).containsOnly(FORMER);
            assertThat(resizing(file).state("api")).isEqualTo(former);
        }
    }
}
