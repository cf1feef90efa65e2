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

    @Test
    void what_the_run_builds_is_found_once_it_is_there() throws Exception {
        var packages = PackageSource.builtInto(directory);

        assertThat(packages.madeByTheRun()).isTrue();
        assertThat(PackageSource.in(directory).madeByTheRun()).isFalse();
        assertThat(packages.find("2.1.0")).isEmpty();
        var folder = Files.createDirectory(directory.resolve("2.1.0"));
        assertThat(packages.find("2.1.0")).contains(folder);
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
