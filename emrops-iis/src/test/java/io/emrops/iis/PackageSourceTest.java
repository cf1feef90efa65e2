package io.emrops.iis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackageSourceTest {
    @TempDir
    Path directory;

    @Test
    void a_version_is_a_folder_or_a_zip() throws Exception {
        var packages = PackageSource.in(directory);
        var folder = Files.createDirectory(directory.resolve("2.1.0"));
        var zip = Files.createFile(directory.resolve("2.0.0-rc.1.zip"));

        assertThat(packages.find("2.1.0")).contains(folder);
        assertThat(packages.find("2.0.0-rc.1")).contains(zip);
        assertThat(packages.find("1.9")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "..", "../other", "a/b", "a\\b", "/etc", "C:x", "a..b", "-x", ".hidden", "a b", "a\0", "a\n"
            })
    void what_leads_elsewhere_is_refused(String version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PackageSource.in(directory).find(version));
    }
}
