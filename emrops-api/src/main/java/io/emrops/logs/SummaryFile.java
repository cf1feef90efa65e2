package io.emrops.logs;

import io.emrops.TargetUnavailableException;
import io.emrops.deploy.LogFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A collection as a text that {@code sha256sum -c} checks the files by; what that does not know is in comments. */
final class SummaryFile {
    private static final String HEAD = "# emrops log collection 1";
    private static final String MARK = "# ";

    private SummaryFile() {}

    static String text(LogCollection of, String key) {
        var rows = new ArrayList<String>();
        rows.add(HEAD);
        rows.add(row("key", key));
        rows.add(row("window", of.since(), of.until(), of.lines(), of.bytes(), of.errorLines()));
        for (var f : of.files()) {
            rows.add(row(
                    "file",
                    name(f),
                    f.service(),
                    f.kind(),
                    f.lines(),
                    f.bytes(),
                    moment(f.first()),
                    moment(f.last()),
                    f.sha256(),
                    moment(f.cutAt())));
        }
        for (var g : of.gaps()) {
            rows.add(row("gap", g.service(), g.instance(), g.reason(), g.detail()));
        }
        for (var e : of.errors()) {
            rows.add(row("error", e.service(), e.signature(), e.count(), e.first(), e.last()));
        }
        for (var f : of.files()) {
            rows.add(f.sha256() + "  " + name(f));
        }
        return String.join("\n", rows) + "\n";
    }

    private static String name(LogFile file) {
        return Path.of(file.path()).getFileName().toString();
    }

    private static String moment(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("-");
    }

    private static String row(Object... cells) {
        return MARK
                + Stream.of(cells)
                        .map(cell -> String.valueOf(cell)
                                .replace("\\", "\\\\")
                                .replace("\t", "\\t")
                                .replace("\n", "\\n")
                                .replace("\r", "\\r"))
                        .collect(Collectors.joining("\t"));
    }

    static Optional<LogCollection> find(Path directory, String key) {
        if (key.isEmpty() || !Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (var files = Files.newDirectoryStream(directory, "logs-*.sha256")) {
            for (var file : files) {
                var lines = Files.readAllLines(file);
                if (lines.size() > 2
                        && lines.get(0).equals(HEAD)
                        && lines.get(1).equals(row("key", key))) {
                    return parse(directory.toAbsolutePath().normalize(), lines);
                }
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
            throw new TargetUnavailableException(
                    "The summaries in " + directory + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private static Optional<LogCollection> parse(Path directory, List<String> lines) throws IOException {
        var window = List.<String>of();
        var files = new ArrayList<LogFile>();
        var gaps = new ArrayList<LogGap>();
        var errors = new ArrayList<LogFinding>();
        for (var line : lines) {
            var c = cells(line);
            switch (c.get(0)) {
                case "window" -> window = c;
                case "file" ->
                    files.add(new LogFile(
                            directory.resolve(c.get(1)).toString(),
                            c.get(2),
                            LogFile.Kind.valueOf(c.get(3)),
                            Long.parseLong(c.get(4)),
                            Long.parseLong(c.get(5)),
                            moment(c.get(6)),
                            moment(c.get(7)),
                            c.get(8),
                            moment(c.get(9))));
                case "gap" -> gaps.add(new LogGap(c.get(1), c.get(2), LogGap.Reason.valueOf(c.get(3)), c.get(4)));
                case "error" ->
                    errors.add(new LogFinding(
                            c.get(1),
                            c.get(2),
                            Long.parseLong(c.get(3)),
                            Instant.parse(c.get(4)),
                            Instant.parse(c.get(5))));
                default -> {}
            }
        }
        for (var file : files) {
            var path = Path.of(file.path());
            if (!Files.isRegularFile(path) || Files.size(path) != file.bytes()) {
                return Optional.empty();
            }
        }
        return Optional.of(new LogCollection(
                Instant.parse(window.get(1)),
                Instant.parse(window.get(2)),
                Long.parseLong(window.get(3)),
                Long.parseLong(window.get(4)),
                files,
                gaps,
                errors,
                Long.parseLong(window.get(5))));
    }

    private static Optional<Instant> moment(String cell) {
        return cell.equals("-") ? Optional.empty() : Optional.of(Instant.parse(cell));
    }

    private static List<String> cells(String line) {
        return line.startsWith(MARK)
                ? Stream.of(line.substring(MARK.length()).split("\t", -1))
                        .map(SummaryFile::plain)
                        .toList()
                : List.of("");
    }

    private static String plain(String cell) {
        var text = new StringBuilder();
        for (var i = 0; i < cell.length(); i++) {
            var c = cell.charAt(i);
            if (c == '\\' && i + 1 < cell.length()) {
                i++;
                c = switch (cell.charAt(i)) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    default -> cell.charAt(i);
                };
            }
            text.append(c);
        }
        return text.toString();
    }
}
