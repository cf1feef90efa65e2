package io.emrops.iis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.PreconditionFailedException;
import io.emrops.iis.Doors.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from outside stays data, or is refused before anything is sent. */
@Tag("long")
final class IisNamesTest {
    private static final String QUOTES = "'\u2018\u2019\u201A\u201B";
    private static final List<String> HOSTILE =
            List.of(QUOTES, "\"", ";", "$(Get-Date)", "`n", "a\nb", "a\0b", "x".repeat(10_000), "[a-z]*", "..\\..");

    @TempDir
    Path directory;

    private static SiteSettings settings(String site, String path, Map<String, String> environment) {
        return new SiteSettings(
                site, site, path, List.of(IisBinding.http(80)), PoolSettings.unmanaged(), environment, Set.of());
    }

    @ParameterizedTest
    @EnumSource
    void names_are_looked_for_as_they_are(Way way) throws Exception {
        try (var doors = new Doors(directory);
                var host = doors.open(way)) {
            var iis = Iis.on(host);
            doors.windows.files().createDirectory("D:\\v1");
            iis.apply(settings("Scheduler", "D:\\v1", Map.of()), Map.of());
            for (var name : HOSTILE) {
                assertThat(iis.pool(name, Set.of(name))).isEmpty();
                assertThatExceptionOfType(PreconditionFailedException.class)
                        .isThrownBy(() -> iis.stopSite(name))
                        .satisfies(e ->
                                assertThat(e.getMessage()).hasSizeLessThan(300).doesNotContain("\n", "\0"));
                iis.removeSite(name, true);
            }
            assertThat(iis.sites()).hasSize(1);
            assertThat(doors.windows.iis().commits()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_iis_accepts_arrives_as_it_is(Way way) throws Exception {
        var name = QUOTES + " (x) `n %a% [b]*";
        var folder = "D:\\" + QUOTES + " $(x);`n [b]";
        var value = QUOTES + "\"; $(x) `n %PATH% <a b=\"c\">&amp; \r\n\t " + "x".repeat(10_000);
        try (var doors = new Doors(directory);
                var host = doors.open(way)) {
            var iis = Iis.on(host);
            doors.windows.files().createDirectory(folder);

            iis.apply(settings(name, folder, Map.of(QUOTES, value)), Map.of());

            assertThat(iis.site(name).orElseThrow().physicalPath()).isEqualTo(folder);
            assertThat(iis.pool(name, Set.of(QUOTES)).orElseThrow().environment())
                    .isEqualTo(Map.of(QUOTES, value));
            assertThat(iis.preview(settings(name, folder, Map.of(QUOTES, value))))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a ", "a\nb", "a\0", "a/b", "a\\b", "a;b", "$a", "a\"b", "a|b", "a?b"})
    void a_name_that_iis_refuses_is_refused_here(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(name, "D:\\v1", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "v1", "\\v1", "C:v1", "D:/v1", "D:\\a\\..\\b", "D:\\%TEMP%", "D:\\a\nb", "D:\\a*", "D:\\a:b"
            })
    void a_path_that_is_not_absolute_and_plain_is_refused(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> settings("Scheduler", path, Map.of()));
    }

    @Test
    void variables_have_a_name_and_a_value_that_can_be_written() {
        for (var value : List.of("", "a\0b", "\u0001", "x".repeat(40_000))) {
            assertThatIllegalArgumentException().isThrownBy(() -> settings("a", "D:\\", Map.of("A", value)));
        }
        for (var name : List.of("", "a=b", "a\nb")) {
            assertThatIllegalArgumentException().isThrownBy(() -> settings("a", "D:\\", Map.of(name, "b")));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> settings("a", "D:\\", Map.of("Path", "b", "PATH", "c")));
    }

    @Test
    void bindings_are_written_as_iis_does() {
        var thumbprint = "0123456789abcdef0123456789abcdef01234567";
        assertThat(IisBinding.http(80).information()).isEqualTo("*:80:");
        assertThat(IisBinding.http("A.Example", 80).information()).isEqualTo("*:80:a.example");
        var https = IisBinding.https("a.example", 443, thumbprint);
        assertThat(https.sni()).isTrue();
        assertThat(https.thumbprint()).hasValue(thumbprint.toUpperCase(java.util.Locale.ROOT));
        assertThat(IisBinding.https("", 443, thumbprint).sni()).isFalse();
        assertThat(new IisBinding("http", "fe80::1", 80, "", Optional.empty(), "", false).information())
                .isEqualTo("[fe80::1]:80:");
        assertThatIllegalArgumentException().isThrownBy(() -> IisBinding.http(0));
        assertThatIllegalArgumentException().isThrownBy(() -> IisBinding.http("a b", 80));
        assertThatIllegalArgumentException().isThrownBy(() -> IisBinding.http("a:b", 80));
        assertThatIllegalArgumentException().isThrownBy(() -> IisBinding.https("a", 443, "4711"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IisBinding("http", "256.1.1.1", 80, "", Optional.empty(), "", false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IisBinding("ftp", "*", 21, "", Optional.empty(), "", false));
    }

    @Test
    void a_request_has_a_name_and_a_path_on_one_line() {
        for (var path : List.of("", "api", "/a b", "/a\r\nHost: b", "/\u00e4")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SiteProbe("localhost", 80, false, path, Duration.ofSeconds(5)));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SiteProbe("a\r\nb", 80, false, "/", Duration.ofSeconds(5)));
    }

    @Test
    void a_line_of_a_preview_is_one_line() {
        assertThat(new AttributeChange("pool a", "variable A", "absent", "b\nc\0" + "x".repeat(400)).line())
                .startsWith("pool a variable A: absent \u2192 b?c?x")
                .endsWith("...")
                .hasSizeLessThan(400);
    }
}
