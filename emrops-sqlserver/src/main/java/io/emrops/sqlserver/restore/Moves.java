package io.emrops.sqlserver.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emrops.recovery.RecoverySource;
import io.emrops.sqlserver.history.ContainedFile;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Where the files of a new database go. Their names tell whose they are, and no two recoveries have the same.
 *
 * @param instance where they go
 * @param details of the plan
 * @param token of the plan
 */
record Moves(Instance instance, PlanDetails details, String token) {
    private static final int DIGITS = 8;

    /** Of all files with the first backup; of those that the database had got since with a later one. */
    Map<String, ServerPath> of(RecoverySource source, Optional<RecoverySource> before) {
        var known = before.stream()
                .flatMap(each -> contained(each).stream())
                .map(Moves::identity)
                .collect(Collectors.toSet());
        var moves = new HashMap<String, ServerPath>();
        contained(source).stream()
                .filter(file -> !known.contains(identity(file)))
                .forEach(file -> moves.put(file.logicalName(), place(file)));
        return moves;
    }

    /** Numbers and names are given again when files are dropped and others are added. */
    private static UUID identity(ContainedFile file) {
        return file.guid()
                .orElseGet(() -> UUID.nameUUIDFromBytes((file.id() + "/" + file.logicalName()).getBytes(UTF_8)));
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
        return directory.resolve(
                prefix() + file.id() + "_" + identity(file).toString().substring(0, DIGITS) + ending);
    }
}
