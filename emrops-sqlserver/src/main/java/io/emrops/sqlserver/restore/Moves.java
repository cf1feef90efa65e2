package io.emrops.sqlserver.restore;

import io.emrops.recovery.RecoverySource;
import io.emrops.sqlserver.history.ContainedFile;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the files of a new database go. Their names tell whose they are, and no two recoveries have the same.
 *
 * @param instance where they go
 * @param details of the plan
 * @param token of the plan
 */
record Moves(Instance instance, PlanDetails details, String token) {
    /** Of all files with the first backup; of those that the database had got since with a later one. */
    Map<String, ServerPath> of(RecoverySource source, Optional<RecoverySource> before) {
        var known = before.stream()
                .flatMap(each -> contained(each).stream())
                .map(ContainedFile::logicalName)
                .collect(Collectors.toSet());
        var moves = new HashMap<String, ServerPath>();
        contained(source).stream()
                .filter(file -> !known.contains(file.logicalName()))
                .forEach(file -> moves.put(file.logicalName(), place(file)));
        return moves;
    }

    /** Whether a database lies where only this recovery puts its files. */
    boolean isOfThis(ServerDatabase database) {
        return !database.files().isEmpty() && database.files().stream().allMatch(file -> file.contains(prefix()));
    }

    private String prefix() {
        return "emrops_" + token + "_";
    }

    private List<ContainedFile> contained(RecoverySource source) {
        return instance.headers().files(instance.path(source.files().get(0)), source.position());
    }

    private ServerPath place(ContainedFile file) {
        var isLog = file.type() == ContainedFile.Type.LOG;
        var directory = instance.path((isLog ? details.logPath() : details.dataPath())
                .orElseThrow(() -> new IllegalArgumentException("The plan does not say where new databases go")));
        var ending = switch (file.type()) {
            case LOG -> ".ldf";
            case DATA -> file.id() == 1 ? ".mdf" : ".ndf";
            default -> "";
        };
        return directory.resolve(prefix() + file.id() + ending);
    }
}
