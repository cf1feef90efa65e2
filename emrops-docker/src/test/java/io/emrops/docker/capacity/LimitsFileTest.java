package io.emrops.docker.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LimitsFileTest {
    @TempDir
    Path directory;

    @Test
    void the_file_is_made_replaced_and_removed_and_nothing_else_is_left() throws Exception {
        var file = new LimitsFile(directory.resolve("compose.emrops.json"));

        file.replace(Optional.empty(), Optional.of("{}"));
        file.replace(Optional.of("{}"), Optional.of("{ }"));
        assertThat(file.content()).contains("{ }");
        file.replace(Optional.of("{ }"), Optional.empty());

        assertThat(file.content()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void what_somebody_else_has_written_meanwhile_is_left_alone() throws Exception {
        var path = Files.writeString(directory.resolve("compose.emrops.json"), "theirs");
        var file = new LimitsFile(path);

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> file.replace(Optional.of("seen"), Optional.of("ours")));
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> file.replace(Optional.empty(), Optional.of("ours")));

        assertThat(path).hasContent("theirs");
        assertThat(directory).isDirectoryContaining(p -> p.equals(path));
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void who_may_read_the_file_stays() throws Exception {
        var path = Files.writeString(directory.resolve("compose.emrops.json"), "{}");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));

        new LimitsFile(path).replace(Optional.of("{}"), Optional.of("{ }"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-rw----");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_link_to_the_file_stays_one() throws Exception {
        var real = Files.writeString(
                Files.createDirectory(directory.resolve("kept")).resolve("limits.json"), "{}");
        var link = Files.createSymbolicLink(directory.resolve("compose.emrops.json"), real);

        new LimitsFile(link).replace(Optional.of("{}"), Optional.of("{ }"));

        assertThat(link).isSymbolicLink();
        assertThat(real).hasContent("{ }");
        assertThat(directory.resolve("kept").toFile().list()).hasSize(1);
    }

    @Test
    void a_file_that_is_none_of_ours_is_not_read() throws Exception {
        var path = directory.resolve("compose.emrops.json");
        var file = new LimitsFile(path);

        Files.write(path, new byte[] {(byte) 0xC3, (byte) 0x28});
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(file::content);
        Files.write(path, new byte[70_000]);
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(file::content);
    }
}
