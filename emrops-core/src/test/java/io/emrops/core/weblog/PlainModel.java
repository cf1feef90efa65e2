package io.emrops.core.weblog;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a log with splits of strings, line by line. */
final class PlainModel {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

    record Request(long second, String path, int status, long took, long sent) {}

    final List<Request> requests = new ArrayList<>();
    int directives;
    int unreadable;

    static PlainModel of(byte[] log) {
        var model = new PlainModel();
        var text = new String(log, StandardCharsets.ISO_8859_1);
        List<String> columns = List.of();
        var lines = text.split("\n", -1);
        for (var i = 0; i < lines.length - 1; i++) {
            var raw = i == 0 && lines[i].startsWith("\u00EF\u00BB\u00BF") ? lines[i].substring(3) : lines[i];
            var line = raw.replaceFirst("^\0+", "").replaceFirst("\r$", "");
            if (raw.length() >= 65_536) {
                model.unreadable++;
            } else if (line.isEmpty() || line.startsWith("#")) {
                model.directives++;
                if (line.startsWith("#Fields:")) {
                    columns = Arrays.asList(line.substring(8).strip().split("\\s+"));
                }
            } else {
                request(line, columns).ifPresentOrElse(model.requests::add, () -> model.unreadable++);
            }
        }
        return model;
    }

    private static Optional<Request> request(String line, List<String> columns) {
        var values = line.split(" ", -1);
        var needed = List.of("date", "time", "cs-uri-stem", "sc-status");
        if (line.indexOf('\0') >= 0
                || values.length != columns.size()
                || values.length > 64
                || !columns.containsAll(needed)) {
            return Optional.empty();
        }
        try {
            var date = values[columns.indexOf("date")];
            var time = values[columns.indexOf("time")];
            var status = values[columns.indexOf("sc-status")];
            var path = values[columns.indexOf("cs-uri-stem")];
            if (!date.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}") || !status.matches("[1-9][0-9]{2}") || path.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Request(
                    LocalDateTime.parse(date + " " + time, MOMENT).toEpochSecond(ZoneOffset.UTC),
                    path,
                    Integer.parseInt(status),
                    number(values, columns.indexOf("time-taken")),
                    number(values, columns.indexOf("sc-bytes"))));
        } catch (DateTimeParseException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long number(String[] values, int column) {
        if (column < 0 || values[column].equals("-")) {
            return -1;
        }
        if (!values[column].matches("[0-9]{1,18}")) {
            throw new NumberFormatException();
        }
        return Long.parseLong(values[column]);
    }

    List<Request> within(long from, long until) {
        return requests.stream()
                .filter(one -> one.second >= from && one.second < until)
                .toList();
    }

    static Map<String, List<Request>> byPath(List<Request> requests) {
        var byPath = new TreeMap<String, List<Request>>();
        requests.forEach(one ->
                byPath.computeIfAbsent(one.path, path -> new ArrayList<>()).add(one));
        return byPath;
    }
}
