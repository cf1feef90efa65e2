package io.emrops.iis.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReleasePathsTest {
    private static final ReleasePaths PATHS = new ReleasePaths("D:\\apps\\scheduler");
    private static final String DIGEST = "0".repeat(64);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "apps",
                "D:",
                "D:\\",
                "D:/",
                "D:apps",
                "\\apps",
                "\\\\server\\share",
                "D:\\a\\..\\b",
                "D:\\a:b",
                "D:\\con\\x",
                "D:\\a.\\b",
                "D:\\a\\\\b",
                "D:\\%TEMP%",
                "D:\\a\nb",
                "D:\\a\0",
                "D:\\a*"
            })
    void a_root_that_is_none_is_refused(String root) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReleasePaths(root));
    }

    @Test
    void a_root_is_written_with_backslashes() {
        assertThat(new ReleasePaths("D:/apps/scheduler/").root()).isEqualTo("D:\\apps\\scheduler");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "..", "../1", "a/b", "a\\b", "1:2", "1 ", "-1", "con.1", "1'", "1\u2018", "1\u2019", "1;2",
                "$(x)", "1`", "1\n", "1\0", "a..b", "%TEMP%"
            })
    void a_version_that_is_none_is_refused(String version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PATHS.folder(version, DIGEST))
                .withMessageNotContaining("$(");
    }

    @Test
    void a_device_is_one_until_a_dot_alone() {
        assertThat(PATHS.folder("nul", DIGEST)).isEqualTo("D:\\apps\\scheduler\\releases\\nul-000000000000");
    }

    @Test
    void a_digest_that_is_none_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PATHS.folder("1", "0".repeat(12)));
    }
}
