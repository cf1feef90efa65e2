package io.emrops.sqlserver.restore;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Headers;
import io.emrops.sqlserver.recovery.Goal;
import io.emrops.sqlserver.recovery.RecoveryDecision.Chain;
import io.emrops.sqlserver.recovery.RecoveryDecision.Refusal;
import io.emrops.sqlserver.recovery.RecoveryPlanner;
import io.emrops.sqlserver.recovery.Situation;
import io.emrops.sqlserver.statement.ServerPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans until all files of the plan are what the history says that they are: each that is not is planned around. */
final class ReachableChain {
    private final Instance instance;
    private final Headers headers;
    private final Set<String> certificates;
    private final Set<UUID> seen = new HashSet<>();
    private final Set<UUID> unreachable = new HashSet<>();
    private final Set<UUID> inSpiteOfErrors = new HashSet<>();
    private final List<String> passedOver = new ArrayList<>();

    ReachableChain(Instance instance) {
        this.instance = instance;
        this.headers = instance.headers();
        this.certificates = instance.databases().certificates();
    }

    /** Up to the end of a log that nothing else holds: it is restored in spite of errors in it. */
    Chain findInSpiteOfErrors(Situation situation, BackupSet tail) {
        inSpiteOfErrors.add(tail.id());
        var sets = situation.sets().stream()
                .map(set -> set.id().equals(tail.id()) ? set.restoredInSpiteOfErrors() : set)
                .toList();
        return find(situation.withSets(sets), new Goal.EndOf(tail.id()));
    }

    /** @throws PreconditionFailedException if there is none */
    Chain find(Situation situation, Goal goal) {
        while (true) {
            var decision = RecoveryPlanner.plan(situation.withUnreachable(unreachable), goal);
            if (decision instanceof Refusal refusal) {
                throw new PreconditionFailedException(words(refusal), null, instance.target(situation.database()));
            }
            var chain = (Chain) decision;
            var lost = firstUnreachable(chain);
            if (lost.isEmpty()) {
                return chain;
            }
            unreachable.add(lost.get());
        }
    }

    /** Why backups were passed over that should have been restored, a line each. */
    List<String> passedOver() {
        return List.copyOf(passedOver);
    }

    private Optional<UUID> firstUnreachable(Chain chain) {
        for (var set : chain.sets()) {
            if (seen.contains(set.id())) {
                continue;
            }
            var why = why(set);
            if (why.isPresent()) {
                passedOver.add("The " + set.kind().name().toLowerCase(Locale.ROOT) + " backup of "
                        + set.finishedAt() + " in "
                        + String.join(", ", set.media().files()) + " is passed over: "
                        + why.get() + ".");
                return Optional.of(set.id());
            }
            seen.add(set.id());
        }
        return Optional.empty();
    }

    /** Why a set cannot be restored. */
    private Optional<String> why(BackupSet set) {
        var version = instance.facts().majorVersion();
        if (set.traits().serverVersion() > version) {
            return Optional.of("it was made by a newer version of SQL Server");
        }
        var encryptor = set.traits().encryptor();
        if (encryptor.isPresent() && !certificates.contains(encryptor.get())) {
            return Optional.of("the certificate it is encrypted with, of thumbprint " + encryptor.get()
                    + ", is not on the server");
        }
        List<ServerPath> files;
        try {
            files = set.media().files().stream().map(instance::path).toList();
        } catch (IllegalArgumentException e) {
            return Optional.of("it lies in no file on a disk of the server");
        }
        return instance.settings().headersRead() ? whyByHeader(set, files) : Optional.empty();
    }

    private Optional<String> whyByHeader(BackupSet set, List<ServerPath> files) {
        try {
            var found = headers.sets(files).stream()
                    .filter(each -> each.id().equals(set.id()))
                    .findFirst();
            if (found.isEmpty()) {
                return Optional.of("the file holds other backups than the server's history says");
            }
            return isSame(set, found.get())
                    ? Optional.empty()
                    : Optional.of("what the file says of it is not what the server's history says");
        } catch (StepFailedException e) {
            return Optional.of("its file cannot be read"
                    + e.vendorCode().map(code -> " (" + code + ")").orElse(""));
        }
    }

    private boolean isSame(BackupSet set, BackupSet header) {
        return header.log().first().equals(set.log().first())
                && header.log().last().equals(set.log().last())
                && header.media().position() == set.media().position()
                && header.media().complete()
                && (!header.traits().damaged() || inSpiteOfErrors.contains(set.id()));
    }

    private String words(Refusal refusal) {
        var nearest = Stream.of(refusal.before(), refusal.after())
                .flatMap(Optional::stream)
                .map(Instant::toString)
                .collect(Collectors.joining(" and "));
        var lines = new ArrayList<>(refusal.explanation());
        if (!nearest.isEmpty() && lines.stream().noneMatch(line -> line.contains(nearest))) {
            lines.add("The nearest moments that can be reached: " + nearest + ".");
        }
        lines.addAll(passedOver);
        lines.addAll(refusal.remedies());
        return String.join(" ", lines);
    }
}
