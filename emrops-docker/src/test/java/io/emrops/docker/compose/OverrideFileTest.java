package io.emrops.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emrops.PreconditionFailedException;
import io.emrops.docker.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverrideFileTest {
    @Property
    void whatever_names_are_made_of_they_come_back(@ForAll String service, @ForAll String image) throws Exception {
        var written = new JsonMapper().readTree(OverrideFile.text(Map.of(service, image)));

        var read = written.path("services").path(service).path("image").asText();
        // As Compose reads a doubled dollar.
        assertThat(read.replace("$$", "$")).isEqualTo(image.replace("$$", "$"));
        assertThat(read.length() - image.length())
                .isEqualTo(image.chars().filter(c -> c == '$').count());
    }

    @Test
    void it_is_readable_by_its_owner_alone_and_gone_when_closed() throws Exception {
        var file = OverrideFile.write(Map.of("api", "r@sha256:1"));
        var directory = file.path().getParent();

        assertThat(file.path()).content().isEqualTo("{\"services\":{\"api\":{\"image\":\"r@sha256:1\"}}}");
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(directory)).hasSize(3);
        }
        file.close();
        assertThat(directory).doesNotExist();
    }

    @Test
    void a_full_disk_is_told_and_nothing_is_left_behind(@TempDir Path directory) throws Exception {
        var place = directory.resolve("disk");
        try (var disk = SmallDisk.at(place)) {
            disk.fill();

            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> OverrideFile.write(place, "images.json", "{}"))
                    .withMessage("No file for Compose can be written below " + place);

            assertThat(place.toFile().list()).containsExactly("full");
        }
    }
}
