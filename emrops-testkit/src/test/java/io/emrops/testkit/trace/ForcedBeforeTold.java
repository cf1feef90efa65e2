package io.emrops.testkit.trace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Whether what a process told the world was on stable storage by then: the write of the record returned before a force of
 * the same file began, that force returned before the telling began, and if the file got its name in this trace, the
 * directory was forced in between.
 */
final class ForcedBeforeTold {
    private static final Set<String> WRITES = Set.of("write", "pwrite64", "writev", "pwritev", "pwritev2");
    private static final Set<String> FORCES = Set.of("fsync", "fdatasync");
    private static final Set<String> RENAMES = Set.of("rename", "renameat", "renameat2");
    private static final Set<String> REMOVALS = Set.of("unlink", "unlinkat");

    private final List<Written> written = new ArrayList<>();
    private final List<Named> named = new ArrayList<>();
    private final List<SystemCall> forces = new ArrayList<>();
    private final Set<String> there = new HashSet<>();

    /** Bytes that reached a file. */
    private record Written(SystemCall call, String file, String text) {}

    /** A file that got its name. */
    private record Named(SystemCall call, String file) {}

    ForcedBeforeTold(List<SystemCall> calls) {
        for (var call : calls) {
            if (!call.succeeded()) {
                continue;
            }
            if (WRITES.contains(call.name())) {
                written.add(new Written(call, call.file(), reached(call)));
            } else if (FORCES.contains(call.name())) {
                forces.add(call);
            } else if (RENAMES.contains(call.name())) {
                there.remove(call.strings().get(0));
                named(call, call.strings().get(1));
            } else if (REMOVALS.contains(call.name())) {
                there.remove(call.strings().get(0));
            } else if (mayCreate(call) && !there.contains(call.strings().get(0))) {
                named(call, call.strings().get(0));
            }
        }
    }

    /** Of a file that is there already, the flag says nothing: Java sets it whenever it opens one to read and write. */
    private static boolean mayCreate(SystemCall call) {
        return call.name().equals("openat") && call.arguments().contains("O_CREAT");
    }

    private void named(SystemCall call, String file) {
        there.add(file);
        named.add(new Named(call, file));
    }

    /** A write may have been shorter than what was to be written. */
    private static String reached(SystemCall call) {
        var text = String.join("", call.strings());
        return text.substring(0, (int) Math.min(text.length(), call.result()));
    }

    /** The lines that were told, one for each write to the file. */
    List<String> told(Path file) {
        return tellings(file).map(told -> told.text().strip()).toList();
    }

    private java.util.stream.Stream<Written> tellings(Path file) {
        return written.stream().filter(w -> w.file().equals(file.toString()));
    }

    /**
     * What was told too early, with the reason.
     *
     * @param told the file that lines are written to once a record is said to be durable
     * @param journal the directory of the files that records are written to
     * @param record how the record is recognised, in what was written, that a line stands on
     */
    List<String> faults(Path told, Path journal, Function<String, Predicate<String>> record) {
        var faults = new ArrayList<String>();
        var records = written.stream()
                .filter(w -> Path.of(w.file()).startsWith(journal))
                .toList();
        tellings(told).forEach(telling -> {
            var line = telling.text().strip();
            fault(telling.call(), records, record.apply(line)).ifPresent(why -> faults.add(line + ": " + why));
        });
        return faults;
    }

    private Optional<String> fault(SystemCall told, List<Written> records, Predicate<String> record) {
        var before = records.stream()
                .filter(w -> w.call().isBefore(told) && record.test(w.text()))
                .toList();
        if (before.isEmpty()) {
            return Optional.of("told before it was written");
        }
        var forced = before.stream()
                .filter(w -> forcedBetween(w.file(), w.call(), told))
                .toList();
        if (forced.isEmpty()) {
            return Optional.of("told before " + before.get(0).file() + " was forced");
        }
        return forced.stream().anyMatch(w -> nameForced(w, told))
                ? Optional.empty()
                : Optional.of("told before the directory of " + forced.get(0).file() + " was forced");
    }

    private boolean forcedBetween(String file, SystemCall from, SystemCall to) {
        return forces.stream().anyMatch(f -> f.file().equals(file) && from.isBefore(f) && f.isBefore(to));
    }

    private boolean nameForced(Written record, SystemCall told) {
        var directory = String.valueOf(Path.of(record.file()).getParent());
        return named.stream()
                .filter(n -> n.file().equals(record.file()) && n.call().isBefore(record.call()))
                .reduce((earlier, later) -> later)
                .map(n -> forcedBetween(directory, n.call(), told))
                .orElse(true);
    }
}
