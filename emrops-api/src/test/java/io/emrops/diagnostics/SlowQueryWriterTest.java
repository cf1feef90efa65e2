package io.emrops.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowQueryWriterTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final SlowQuery QUERY = new SlowQuery(
            "query 1",
            "0x01",
            "",
            1,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ZERO,
            3,
            1,
            NOW,
            NOW);
    private static final QueryDetails DETAILS =
            new QueryDetails(QUERY, Optional.of("SELECT ?"), Optional.of("<plan/>"));

    @TempDir
    Path directory;

    private SlowQueryWriter writer() throws IOException {
        return new SlowQueryWriter(
                directory, new SlowQueries("EMRNext", SlowQueries.Source.STORE, NOW, NOW, List.of(QUERY), List.of()));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_report_that_was_cut_off_does_not_look_like_a_complete_one() throws Exception {
        try (var writer = writer()) {
            writer.write(DETAILS);

            assertThat(names()).noneMatch(name -> name.endsWith(".sql"));
        }

        assertThat(names()).containsExactly("slow-queries-EMRNext-20261122T100000000Z-1.sqlplan");
    }

    @Test
    void a_complete_report_has_its_names_and_hashes_and_its_owner_alone() throws Exception {
        List<ReportFile> files;
        try (var writer = writer()) {
            writer.write(DETAILS);
            files = writer.finish();
        }

        assertThat(names())
                .containsExactly(
                        "slow-queries-EMRNext-20261122T100000000Z-1.sqlplan",
                        "slow-queries-EMRNext-20261122T100000000Z.sql");
        assertThat(files).hasSize(2);
        for (var file : files) {
            var content = Files.readAllBytes(Path.of(file.path()));
            assertThat(file.bytes()).isEqualTo(content.length);
            assertThat(file.sha256())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
            assertThat(Files.getPosixFilePermissions(Path.of(file.path())))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void a_second_report_of_the_same_moment_has_names_of_its_own() throws Exception {
        for (var i = 0; i < 2; i++) {
            try (var writer = writer()) {
                writer.write(DETAILS);
                writer.finish();
            }
        }

        assertThat(names())
                .containsExactly(
                        "slow-queries-EMRNext-20261122T100000000Z-1-2.sqlplan",
                        "slow-queries-EMRNext-20261122T100000000Z-1.sqlplan",
                        "slow-queries-EMRNext-20261122T100000000Z-2.sql",
                        "slow-queries-EMRNext-20261122T100000000Z.sql");
        assertThat(Files.readString(directory.resolve("slow-queries-EMRNext-20261122T100000000Z-2.sql")))
                .contains("-- plan in slow-queries-EMRNext-20261122T100000000Z-1-2.sqlplan");
    }
}
