package io.emrops.benchmarks.weblog;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The loop that everybody writes: lines of a reader, and split. Exact. */
final class SplitLoop {
    private SplitLoop() {}

    private static final class Hour {
        final Map<Integer, Integer> times = new TreeMap<>();
        final Map<String, Integer> paths = new HashMap<>();
        int requests;
        int errors;
    }

    /** Argument: the file. */
    public static void main(String[] args) throws Exception {
        var hours = new TreeMap<String, Hour>();
        try (var reader = Files.newBufferedReader(Path.of(args[0]), StandardCharsets.ISO_8859_1)) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    var fields = line.split(" ");
                    var hour = hours.computeIfAbsent(fields[1].substring(0, 2), name -> new Hour());
                    hour.requests++;
                    hour.errors += fields[11].charAt(0) == '5' ? 1 : 0;
                    hour.times.merge(Integer.parseInt(fields[14]), 1, Integer::sum);
                    hour.paths.merge(fields[4], 1, Integer::sum);
                }
            }
        }
        hours.forEach((name, hour) ->
                System.out.println(name + " " + hour.requests + " " + hour.errors + " " + p95(hour) + " " + top(hour)));
    }

    private static int p95(Hour hour) {
        var seen = 0L;
        for (var time : hour.times.entrySet()) {
            seen += time.getValue();
            if (seen * 100 >= hour.requests * 95L) {
                return time.getKey();
            }
        }
        throw new IllegalStateException("No times");
    }

    private static String top(Hour hour) {
        return hour.paths.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(3)
                .map(path -> path.getKey() + " " + path.getValue())
                .collect(Collectors.joining(" "));
    }
}
