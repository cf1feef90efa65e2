package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.RestoreOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the files of a restored database go, and why they cannot ("RESTORE Arguments (Transact-SQL)", MOVE). */
final class FilePlacement {
    private final Instance instance;
    private final @Nullable Database existing;
    private final boolean replaces;

    /** @param existing the database that is overwritten; null if there is none */
    FilePlacement(Instance instance, @Nullable Database existing, boolean replaces) {
        this.instance = instance;
        this.existing = existing;
        this.replaces = replaces;
    }

    List<DatabaseFile> place(BackupSet set, List<RestoreOption.Move> moves, Values values) throws Refusal {
        var targets = targets(set, moves, values);
        var placed = new ArrayList<DatabaseFile>();
        var claimed = new HashMap<String, DatabaseFile>();
        var problems = new ArrayList<SqlError>();
        for (var file : set.source().files()) {
            var there = file.at(targets.getOrDefault(key(file.logicalName()), file.path()));
            var other = claimed.putIfAbsent(key(there.path()), there);
            if (other != null) {
                problems.add(instance.message(
                        3176, there.path(), there.logicalName(), there.id(), other.logicalName(), other.id()));
            }
            problems.addAll(problemsOf(there));
            placed.add(there);
        }
        if (!problems.isEmpty()) {
            problems.add(instance.message(3119));
            throw new Refusal(problems);
        }
        return placed;
    }

    private Map<String, String> targets(BackupSet set, List<RestoreOption.Move> moves, Values values) throws Refusal {
        var targets = new HashMap<String, String>();
        for (var move : moves) {
            var logicalName = values.text(move.logicalName());
            if (set.source().files().stream()
                    .noneMatch(file -> file.logicalName().equalsIgnoreCase(logicalName))) {
                throw instance.refusal(3234, logicalName, set.source().database());
            }
            if (targets.put(key(logicalName), values.text(move.path())) != null) {
                throw instance.refusal(4353, logicalName);
            }
        }
        return targets;
    }

    private List<SqlError> problemsOf(DatabaseFile file) {
        var there = instance.disk().at(file.path());
        if (there.isEmpty()) {
            return List.of();
        }
        if (there.get() instanceof ServerFile.OfDatabase of) {
            if (existing != null && existing.id() == of.databaseId()) {
                return List.of();
            }
            var owner = instance.databases().stream()
                    .filter(database -> database.id() == of.databaseId())
                    .map(Database::name)
                    .findFirst()
                    .orElse("");
            return List.of(
                    instance.message(1834, file.path(), owner),
                    instance.message(3156, file.logicalName(), file.path()));
        }
        return replaces ? List.of() : List.of(instance.message(3142, file.logicalName(), file.path()));
    }

    private static String key(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
