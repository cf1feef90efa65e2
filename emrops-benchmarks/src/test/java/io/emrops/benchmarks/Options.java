package io.emrops.benchmarks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What was asked for on the command line. */
record Options(Effort effort, Optional<Path> page, String commit, Set<String> names) {
    static Options of(List<String> args) {
        var effort = Effort.FULL;
        Optional<Path> page = Optional.empty();
        var commit = "unknown";
        var names = new TreeSet<String>();
        var rest = new ArrayDeque<>(args);
        while (!rest.isEmpty()) {
            var arg = rest.remove();
            switch (arg) {
                case "--short" -> effort = Effort.SHORT;
                case "--write" -> page = Optional.of(Path.of(rest.remove()));
                case "--commit" -> commit = rest.remove();
                default -> names.add(arg);
            }
        }
        return new Options(effort, page, commit, names);
    }

    /** Those named, or all. */
    List<Benchmark> chosen(List<Benchmark> all) {
        var known = new TreeSet<>(all.stream().map(Benchmark::name).toList());
        if (!known.containsAll(names)) {
            throw new IllegalArgumentException("There are only these benchmarks: " + String.join(", ", known));
        }
        return all.stream()
                .filter(b -> names.isEmpty() || names.contains(b.name()))
                .toList();
    }
}
