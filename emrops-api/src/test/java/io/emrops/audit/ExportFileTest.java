package io.emrops.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportFileTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> HEADINGS = List.of("a", "b \"c\",\n", "=d");

    @TempDir
    Path directory;

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void csv_is_read_back_as_it_was(@ForAll("tables") List<List<Optional<String>>> rows) throws IOException {
        var file = Files.createTempDirectory("export").resolve("x.csv");

        write(file, ExportFormat.CSV, rows);

        var read = Rfc4180.read(Files.readString(file));
        assertThat(read.get(0)).containsExactly("a", "b \"c\",\n", "'=d");
        var cells = read.subList(1, read.size());
        assertThat(cells.stream()
                        .map(row -> row.stream().map(ExportFileTest::unguarded).toList()))
                .isEqualTo(rows.stream()
                        .map(row -> row.stream().map(cell -> cell.orElse("")).toList())
                        .toList());
        assertThat(cells.stream().flatMap(List::stream)).noneMatch(ExportFileTest::computes);
        delete(file);
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void json_is_read_back_as_it_was(@ForAll("tables") List<List<Optional<String>>> rows) throws IOException {
        var file = Files.createTempDirectory("export").resolve("x.jsonl");

        write(file, ExportFormat.JSON_LINES, rows);

        var read = new ArrayList<List<Optional<String>>>();
        for (var line : Files.readString(file).split("\n")) {
            if (!line.isEmpty()) {
                var object = JSON.readTree(line);
                read.add(HEADINGS.stream()
                        .map(heading -> Optional.ofNullable(object.get(heading).textValue()))
                        .toList());
            }
        }
        assertThat(read).isEqualTo(rows);
        delete(file);
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void moments_are_written_as_they_are_printed(@ForAll long second, @ForAll("nanos") int nano) throws IOException {
        var moment = Instant.ofEpochSecond(second % 400_000_000_000L, nano);
        var out = new ByteArrayOutputStream();
        var cells = new CsvCells(out, List.of("a"));

        cells.moment(0, moment);
        cells.finish();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(moment.toString());
    }

    @Provide
    Arbitrary<Integer> nanos() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 999_999_999),
                Arbitraries.integers().between(0, 999_999).map(n -> n * 1_000),
                Arbitraries.integers().between(0, 999).map(n -> n * 1_000_000));
    }

    private static void delete(Path file) throws IOException {
        Files.delete(file);
        Files.delete(file.getParent());
    }

    private static AuditExport write(Path path, ExportFormat format, List<List<Optional<String>>> rows) {
        try (var file = ExportFile.create(path, format, HEADINGS)) {
            for (var row : rows) {
                row.forEach(file::cell);
                file.endRow();
            }
            return file.finish();
        }
    }

    private static String unguarded(String cell) {
        return cell.replaceAll("(^|[;,\t\r\n\"])'", "$1");
    }

    /** For a reader that takes quotation marks for letters and splits at whatever it likes, too. */
    private static boolean computes(String cell) {
        return Stream.concat(Stream.of(cell), Stream.of(cell.split("[;,\t\r\n\"]")))
                .anyMatch(ExportFileTest::isFormula);
    }

    private static boolean isFormula(String cell) {
        var text = cell.replaceAll("^[\\s\\p{Z}\\p{Cc}\uFEFF]+", "");
        return !text.isEmpty()
                && "=+-@\uFF1D\uFF0B\uFF0D\uFF20".indexOf(text.charAt(0)) >= 0
                && !text.matches("-[0-9.]+");
    }

    @Provide
    Arbitrary<List<List<Optional<String>>>> tables() {
        var special = Arbitraries.of(
                "\"",
                ",",
                ";",
                "\n",
                "\r",
                "\r\n",
                "\t",
                "=",
                "+",
                "-",
                "@",
                "'",
                "\\",
                "=cmd|' /C calc'!A0",
                "\u00e4",
                "\u540d",
                "\uD83D\uDE91",
                "\u2028",
                "\u0000",
                "\u001F",
                "\uFF1D",
                "\u00A0",
                "\uFEFF",
                "-12.5",
                "1",
                "x",
                " ",
                "null",
                "\\u0041");
        var text = special.list().ofMaxSize(6).map(parts -> String.join("", parts));
        var cell = text.optional(0.8);
        return cell.list().ofSize(3).list().ofMaxSize(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "@SUM(A1)", "-x", " =1", "\u00A0=1", "\uFF1D1", "'already", "-1-1"})
    void what_a_spreadsheet_would_compute_is_a_text(String cell) throws IOException {
        var file = directory.resolve("x.csv");

        write(file, ExportFormat.CSV, List.of(List.of(Optional.of(cell), Optional.of("b"), Optional.empty())));

        assertThat(Rfc4180.read(Files.readString(file)).get(1)).containsExactly("'" + cell, "b", "");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "x;=HYPERLINK(1)|x;'=HYPERLINK(1)",
                "x, +1|x,' +1",
                "x;;@a|x;;'@a",
                "`x\n=1`|`x\n'=1`",
                "`x\r\n-a`|`x\r\n'-a`",
                "`x\t=1`|`x\t'=1`",
                "`\t=1`|`'\t'=1`",
                "`\r=1`|`'\r'=1`",
                "x\"=1|x\"'=1",
                "it's;'s|it's;''s",
                "a-b = c|a-b = c"
            })
    void nor_is_a_part_behind_what_others_split_at(String cell, String written) throws IOException {
        var file = directory.resolve("x.csv");

        write(file, ExportFormat.CSV, List.of(List.of(Optional.of(cell), Optional.of("b"), Optional.empty())));

        assertThat(Rfc4180.read(Files.readString(file)).get(1)).containsExactly(written, "b", "");
        assertThat(unguarded(written)).isEqualTo(cell);
    }

    @Test
    void a_negative_number_is_as_it_is_and_no_value_is_not_an_empty_one() throws IOException {
        var file = directory.resolve("x.csv");

        write(file, ExportFormat.CSV, List.of(List.of(Optional.of("-5.25"), Optional.of(""), Optional.empty())));

        assertThat(Files.readString(file)).endsWith("-5.25,\"\",\r\n");
    }

    @Test
    void half_a_character_is_told_in_json_and_replaced_in_csv() throws IOException {
        var half =
                List.of(List.of(Optional.of("a\uD83D"), Optional.of("\uDE91\uD83D\uDE91"), Optional.<String>empty()));

        write(directory.resolve("x.csv"), ExportFormat.CSV, half);
        write(directory.resolve("x.jsonl"), ExportFormat.JSON_LINES, half);

        assertThat(Files.readString(directory.resolve("x.csv"))).contains("\"a\uFFFD\",\"\uFFFD\uD83D\uDE91\"");
        assertThat(Files.readString(directory.resolve("x.jsonl"))).contains("\"a\\ud83d\"", "\"\\ude91\uD83D\uDE91\"");
    }

    @ParameterizedTest
    @EnumSource
    void the_hash_and_the_counts_are_those_of_the_file(ExportFormat format) throws Exception {
        var file = directory.resolve("deep").resolve("x");
        var many = new ArrayList<List<Optional<String>>>();
        for (var i = 0; i < 20_000; i++) {
            many.add(List.of(Optional.of("n" + i), Optional.of("\u540d"), Optional.empty()));
        }

        var export = write(file, format, many);

        var bytes = Files.readAllBytes(file);
        assertThat(export.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        assertThat(export.size().bytes()).isEqualTo(bytes.length);
        assertThat(export.rows()).isEqualTo(20_000);
        assertThat(AuditFiles.verify(export).ok()).isTrue();
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThat(AuditFiles.verify(export).ok()).isFalse();
        Files.write(file, new byte[] {1});
        assertThat(AuditFiles.verify(export).ok()).isFalse();
        Files.delete(file);
        assertThat(AuditFiles.verify(export).ok()).isFalse();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
    void only_its_owner_can_read_it_from_the_beginning() throws IOException {
        var path = directory.resolve("new").resolve("x.csv");
        try (var file = ExportFile.create(path, ExportFormat.CSV, HEADINGS)) {
            try (var files = Files.list(path.getParent())) {
                assertThat(files.toList())
                        .singleElement()
                        .satisfies(part -> assertThat(permissions(part)).isEqualTo("rw-------"));
            }
            file.finish();
        }

        assertThat(permissions(path)).isEqualTo("rw-------");
        assertThat(permissions(path.getParent())).isEqualTo("rwx------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void what_is_not_finished_is_gone_and_never_had_the_name() {
        var path = directory.resolve("x.csv");
        try (var file = ExportFile.create(path, ExportFormat.CSV, HEADINGS)) {
            file.cell("a").cell("b").none().endRow();
            assertThat(path).doesNotExist();
        }

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_file_that_is_there_is_not_overwritten() throws IOException {
        var path = Files.writeString(directory.resolve("x.csv"), "evidence");

        assertThatThrownBy(() -> ExportFile.create(path, ExportFormat.CSV, HEADINGS))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("x.csv already");
        assertThat(path).hasContent("evidence");
    }

    @Test
    void two_writers_of_one_file_do_not_take_each_others_rows() throws IOException {
        var path = directory.resolve("x.csv");
        try (var one = ExportFile.replace(path, ExportFormat.CSV, HEADINGS)) {
            one.cell("one").none().none().endRow();
            try (var other = ExportFile.replace(path, ExportFormat.CSV, HEADINGS)) {
                other.cell("other").none().none().endRow();

                var export = one.finish();

                assertThat(AuditFiles.verify(export).ok()).isTrue();
                assertThat(Files.readString(path)).contains("one").doesNotContain("other");
                assertThat(AuditFiles.verify(other.finish()).ok()).isTrue();
            }
        }

        assertThat(Files.readString(path)).contains("other");
    }

    @Test
    void a_file_that_was_made_meanwhile_is_not_overwritten() throws IOException {
        var path = directory.resolve("x.csv");
        try (var file = ExportFile.create(path, ExportFormat.CSV, HEADINGS)) {
            Files.writeString(path, "evidence");

            assertThatThrownBy(file::finish)
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("x.csv already");
        }

        assertThat(path).hasContent("evidence");
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void what_a_run_that_died_has_left_is_begun_anew() throws IOException {
        var left = Files.writeString(directory.resolve(".x.csv.1.part"), "half a row, and more than that");

        write(directory.resolve("x.csv"), ExportFormat.CSV, List.of());

        assertThat(left).doesNotExist();

        assertThat(directory.resolve("x.csv")).hasContent("a,\"b \"\"c\"\",\n\",\"'=d\"\r\n");
    }

    @Test
    void a_directory_that_cannot_be_written_to_is_told() throws IOException {
        var notDirectory = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> ExportFile.create(notDirectory.resolve("x.csv"), ExportFormat.CSV, HEADINGS))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("nothing of it was left");
    }

    @Test
    void a_row_has_a_cell_for_each_heading() {
        try (var file = ExportFile.create(directory.resolve("x.csv"), ExportFormat.CSV, HEADINGS)) {
            file.cell(1).cell(Instant.EPOCH);

            assertThatIllegalStateException().isThrownBy(file::endRow);
            assertThatIllegalStateException().isThrownBy(file::finish);
            file.none();
            assertThatIllegalStateException().isThrownBy(() -> file.cell("one more"));
        }
    }

    /** A reader after RFC 4180, which knows nothing of the writer. */
    static final class Rfc4180 {
        private final String text;
        private int at;

        private Rfc4180(String text) {
            this.text = text;
        }

        static List<List<String>> read(String text) {
            var reader = new Rfc4180(text);
            var rows = new ArrayList<List<String>>();
            while (reader.at < text.length()) {
                rows.add(reader.row());
            }
            return rows;
        }

        private List<String> row() {
            var row = new ArrayList<String>();
            while (true) {
                row.add(text.charAt(at) == '"' ? quoted() : bare());
                if (text.startsWith("\r\n", at)) {
                    at += 2;
                    return row;
                }
                require(text.charAt(at) == ',');
                at++;
            }
        }

        private String bare() {
            var begin = at;
            while (text.charAt(at) != ',' && text.charAt(at) != '\r') {
                require(text.charAt(at) != '"' && text.charAt(at) != '\n');
                at++;
            }
            return text.substring(begin, at);
        }

        private String quoted() {
            var value = new StringBuilder();
            at++;
            while (true) {
                var c = text.charAt(at++);
                if (c != '"') {
                    value.append(c);
                } else if (text.charAt(at) == '"') {
                    value.append('"');
                    at++;
                } else {
                    return value.toString();
                }
            }
        }

        private void require(boolean condition) {
            if (!condition) {
                throw new AssertionError("no CSV at " + at + " of " + text);
            }
        }
    }
}
