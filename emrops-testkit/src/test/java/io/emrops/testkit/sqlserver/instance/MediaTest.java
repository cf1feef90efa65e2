package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.type.Column;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Media sets have a header, which a backup keeps or replaces, and which it may have to respect. */
class MediaTest {
    private static final String BACKUP = "BACKUP DATABASE EMRNext TO DISK = 'x'";

    private final Server server = new Server();

    @BeforeEach
    void create() throws Exception {
        server.run("CREATE DATABASE EMRNext");
    }

    private @Nullable Object told(String verb, String column) throws Exception {
        var result = server.run(51, "master", "RESTORE " + verb + " FROM DISK = 'x'")
                .result()
                .orElseThrow();
        var names = result.columns().stream().map(Column::name).toList();
        return result.rows().get(0).get(names.indexOf(column));
    }

    private int sets() throws Exception {
        return server.run(51, "master", "RESTORE HEADERONLY FROM DISK = 'x'")
                .result()
                .orElseThrow()
                .rows()
                .size();
    }

    @Test
    void init_keeps_the_header_and_format_writes_another_one() throws Exception {
        server.run(BACKUP + " WITH MEDIANAME = 'weekly', MEDIADESCRIPTION = 'of wards'");
        var id = told("LABELONLY", "MediaSetId");
        server.run(BACKUP);
        server.run(BACKUP + " WITH INIT");

        assertThat(sets()).isEqualTo(1);
        assertThat(told("LABELONLY", "MediaSetId")).isEqualTo(id);
        assertThat(told("LABELONLY", "MediaName")).isEqualTo("weekly");
        assertThat(told("LABELONLY", "MediaDescription")).isEqualTo("of wards");

        server.run(BACKUP + " WITH FORMAT");
        assertThat(told("LABELONLY", "MediaSetId")).isNotEqualTo(id);
        assertThat(told("LABELONLY", "MediaName")).isNull();
    }

    @Test
    void a_media_set_of_another_name_is_left_alone() throws Exception {
        server.run(BACKUP + " WITH MEDIANAME = 'weekly'");

        assertThat(server.errorsOf(BACKUP + " WITH MEDIANAME = 'daily'")).containsExactly(4037, 3013);
        assertThat(server.errorsOf(BACKUP + " WITH INIT, MEDIANAME = 'daily'")).containsExactly(4037, 3013);
        assertThat(sets()).isEqualTo(1);
        assertThat(server.errorsOf(BACKUP + " WITH MEDIANAME = 'weekly'")).isEmpty();
        assertThat(server.errorsOf(BACKUP + " WITH SKIP, MEDIANAME = 'daily'")).isEmpty();
        for (var restore : List.of(
                "RESTORE VERIFYONLY FROM DISK = 'x' WITH MEDIANAME = ",
                "RESTORE LABELONLY FROM DISK = 'x' WITH MEDIANAME = ",
                "RESTORE DATABASE EMRNext FROM DISK = 'x' WITH REPLACE, MEDIANAME = ")) {
            assertThat(server.errorsOf(restore + "'daily'")).as(restore).containsExactly(4037, 3013);
            assertThat(server.errorsOf(restore + "'weekly'")).as(restore).isEmpty();
        }
    }

    @Test
    void what_has_not_expired_is_not_written_over() throws Exception {
        server.run(BACKUP + " WITH RETAINDAYS = 2, EXPIREDATE = '1/1/2000'");
        assertThat(server.errorsOf(BACKUP + " WITH INIT")).containsExactly(4030, 3013);
        assertThat(sets()).isEqualTo(1);
        assertThat(server.errorsOf(BACKUP)).isEmpty();

        server.pass(Duration.ofDays(2));
        assertThat(server.errorsOf(BACKUP + " WITH INIT, EXPIREDATE = 'Dec 31, 2030 11:59 PM'"))
                .isEmpty();
        assertThat(told("HEADERONLY", "ExpirationDate")).isEqualTo(LocalDateTime.parse("2030-12-31T23:59"));
        assertThat(server.errorsOf(BACKUP + " WITH INIT")).containsExactly(4030, 3013);
        assertThat(server.errorsOf(BACKUP + " WITH INIT, SKIP, EXPIREDATE = 'Dec 31, 2030'"))
                .isEmpty();
        assertThat(server.errorsOf(BACKUP + " WITH FORMAT")).isEmpty();
        assertThat(server.errorsOf(BACKUP + " WITH INIT")).isEmpty();
    }

    @Test
    void what_is_too_long_or_no_date_is_refused() {
        for (var option : List.of("NAME", "MEDIANAME")) {
            assertThat(server.errorsOf(BACKUP + " WITH " + option + " = '" + "n".repeat(129) + "'"))
                    .as(option)
                    .containsExactly(3217, 3013);
        }
        for (var option : List.of("DESCRIPTION", "MEDIADESCRIPTION")) {
            assertThat(server.errorsOf(BACKUP + " WITH FORMAT, " + option + " = '" + "n".repeat(255) + "'"))
                    .as(option)
                    .isEmpty();
            assertThat(server.errorsOf(BACKUP + " WITH " + option + " = '" + "n".repeat(256) + "'"))
                    .as(option)
                    .containsExactly(3217, 3013);
        }
        assertThat(server.errorsOf(BACKUP + " WITH EXPIREDATE = 'soon'")).containsExactly(241, 3013);
        assertThat(server.errorsOf(BACKUP + " WITH RETAINDAYS = 'soon'")).containsExactly(3217, 3013);
        assertThat(server.errorsOf(BACKUP + " WITH RETAINDAYS = -1")).containsExactly(3250, 3013);
    }

    @Test
    void the_media_decides_on_compression_if_nobody_does() throws Exception {
        server.run(BACKUP + " WITH COMPRESSION");
        server.run(BACKUP);
        assertThat(sets()).isEqualTo(2);
        assertThat(server.errorsOf(BACKUP + " WITH NO_COMPRESSION")).containsExactly(3098, 3013);
        server.run(BACKUP + " WITH INIT");

        assertThat(told("HEADERONLY", "Compressed")).isEqualTo(1);
        assertThat(told("HEADERONLY", "CompressionAlgorithm")).isEqualTo("MS_XPRESS");

        server.run(BACKUP + " WITH FORMAT");
        assertThat(server.errorsOf(BACKUP + " WITH INIT, COMPRESSION")).containsExactly(3098, 3013);
    }
}
