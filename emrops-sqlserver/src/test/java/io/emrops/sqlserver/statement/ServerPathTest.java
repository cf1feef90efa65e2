package io.emrops.sqlserver.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "NUL",
                "x.bak",
                "D:x.bak",
                "\\x.bak",
                "D:\\a\\..\\x.bak",
                "D:\\a\\.\\x.bak",
                "D:\\a\\\\x.bak",
                "D:\\NUL",
                "D:\\nul.bak",
                "D:\\a\\com1.bak",
                "D:\\LPT\u00B9",
                "D:\\a\\.. \\x.bak",
                "D:\\a\\NUL .bak",
                "D:\\x.bak.",
                "D:\\x.bak ",
                "D:\\x.bak:stream",
                "D:\\x?.bak",
                "\\\\.\\pipe\\x",
                "\\\\?\\D:\\x",
                "\\\\localhost\\pipe\\x",
                "//sql01/Pipe/x",
                "\\\\sql01\\mailslot\\x",
                "\\\\sql01\\IPC$\\x",
                "\\\\nas",
                "\\\\nas\\backup\\..\\x",
                "https://store/x.bak"
            })
    void what_is_no_plain_file_on_windows_is_refused(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> ServerPath.windows(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x.bak", "/a/../x", "/a/./x", "//x", "/a//x", "/dev/null", "/proc/1/mem", "/a\\..\\x", "/var/NUL"
            })
    void what_is_no_plain_file_on_linux_is_refused(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> ServerPath.linux(path));
    }

    @Test
    void a_path_on_windows_has_backslashes_whatever_it_was_written_with() {
        assertThat(ServerPath.windows("D:/Backup/x.bak").path()).isEqualTo("D:\\Backup\\x.bak");
        assertThat(ServerPath.windows("//nas/backup/x.bak").path()).isEqualTo("\\\\nas\\backup\\x.bak");
    }

    @Test
    void names_that_only_look_like_devices_are_kept() {
        assertThat(ServerPath.windows("D:\\NULL.bak").name()).isEqualTo("NULL.bak");
        assertThat(ServerPath.windows("D:\\console\\com10.bak").name()).isEqualTo("com10.bak");
        assertThat(ServerPath.linux("/backup/dev/x.bak").name()).isEqualTo("x.bak");
    }

    @Test
    void a_file_is_in_a_directory_if_the_parts_of_its_path_are() {
        var root = ServerPath.windows("D:\\Backup");

        assertThat(ServerPath.windows("d:\\BACKUP\\sub\\x.bak").isUnder(root)).isTrue();
        assertThat(ServerPath.windows("D:\\Backup2\\x.bak").isUnder(root)).isFalse();
        assertThat(ServerPath.windows("D:\\Backup").isUnder(root)).isFalse();
        assertThat(ServerPath.windows("D:\\Backup\\").isUnder(root)).isFalse();
        assertThat(ServerPath.linux("/BACKUP/x").isUnder(ServerPath.linux("/backup")))
                .isFalse();
        assertThat(ServerPath.linux("/x").isUnder(ServerPath.linux("/"))).isTrue();
    }

    @Test
    void a_path_outside_of_all_allowed_directories_is_refused() {
        var roots = List.of(ServerPath.windows("D:\\Backup"), ServerPath.windows("\\\\nas\\backup\\"));
        var inside = ServerPath.windows("\\\\NAS\\backup\\x.bak");

        assertThat(inside.requireUnder(roots)).isSameAs(inside);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerPath.windows("E:\\x.bak").requireUnder(roots))
                .withMessageContaining("E:\\x.bak");
    }

    @Test
    void a_file_in_a_directory_is_one_part_more() {
        assertThat(ServerPath.windows("D:\\").resolve("x.bak").path()).isEqualTo("D:\\x.bak");
        assertThat(ServerPath.linux("/a").resolve("x.bak").path()).isEqualTo("/a/x.bak");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerPath.linux("/a").resolve("../x.bak"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerPath.linux("/a").resolve(".."));
    }
}
