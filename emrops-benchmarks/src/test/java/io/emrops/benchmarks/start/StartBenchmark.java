package io.emrops.benchmarks.start;

import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.process.Child;
import io.emrops.benchmarks.process.Jvm;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import io.emrops.core.journal.FileRunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From the start of a JVM to the body of the first step, in the ways that an embedder has. */
public final class StartBenchmark implements Benchmark {
    private static final Goal WITHIN = Goal.ratioAtMost(2.5);
    private static final Goal WITHIN_AHEAD_OF_TIME = Goal.ratioAtMost(1.6);

    /** A way to start, the empty program beside it, and what both took. */
    private record Contest(
            Way ours, Way empty, Goal goal, String note, List<Child.Ended> first, List<Child.Ended> hello) {
        Contest(Way ours, Way empty, Goal goal, String note) {
            this(ours, empty, goal, note, new ArrayList<>(), new ArrayList<>());
        }
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        var contests = contests(effort, scratch);
        for (int round = 0; round < effort.choose(2, 7); round++) {
            for (int i = 0; i < contests.size(); i++) {
                var contest = contests.get(i);
                contest.hello().add(said(contest.empty().command(EmptyProgram.class)));
                contest.first().add(firstStep(contest.ours(), scratch.resolve(round + "-" + i)));
            }
        }
        return contests.stream().flatMap(c -> figures(c).stream()).toList();
    }

    private static List<Contest> contests(Effort effort, Path scratch) throws Exception {
        var jvm = Jvm.here(scratch);
        var plain = Way.plain(jvm);
        var small = Way.shortLived(jvm);
        var contests = new ArrayList<Contest>();
        contests.add(new Contest(plain, plain, Goal.NONE, "Nothing set."));
        contests.add(new Contest(
                small.sharingClasses(Files.createDirectory(scratch.resolve("small"))),
                small,
                WITHIN,
                "It takes an archive made once by a run with -XX:ArchiveClassesAtExit, a class path of jars, and two options"
                        + " that the empty program has, too: -XX:TieredStopAtLevel=1 -XX:+UseSerialGC."));
        if (effort == Effort.SHORT) {
            return contests;
        }
        contests.add(new Contest(
                plain.sharingClasses(Files.createDirectory(scratch.resolve("plain"))),
                plain,
                Goal.NONE,
                "Only the archive."));
        if (jvm.onNewer().isPresent()) {
            contests.add(new Contest(
                    Way.shortLived(jvm.onNewer().get())
                            .cachedAheadOfTime(Files.createDirectory(scratch.resolve("newer"))),
                    small,
                    WITHIN_AHEAD_OF_TIME,
                    "Beside the empty program on " + jvm.name() + ". It takes a cache made once by a run with"
                            + " -XX:AOTCacheOutput, a class path of jars, and the same two options."));
        }
        return contests;
    }

    private static Child.Ended firstStep(Way way, Path directory) throws Exception {
        var ended = said(way.command(FirstStep.class, directory.toString()));
        try (var store = FileRunStore.openReadOnly(directory.resolve("journal"))) {
            if (store.runs().size() != 1) {
                throw new IllegalStateException("The journal holds " + store.runs());
            }
        }
        return ended;
    }

    private static Child.Ended said(List<String> command) throws Exception {
        var ended = Child.run(command);
        if (!ended.output().strip().equals(FirstStep.SAID)) {
            throw new IllegalStateException(String.join(" ", command) + " said " + ended.output());
        }
        return ended;
    }

    private static List<Figure> figures(Contest contest) {
        var name = "First step, " + contest.ours().name();
        var beside = "empty program";
        return List.of(
                Figure.of(name + ", wall", wall(contest.first()), contest.goal())
                        .beside(beside, wall(contest.hello()).value())
                        .noting(contest.note()),
                Figure.of(name + ", CPU", cpu(contest.first()), Goal.NONE)
                        .beside(beside, cpu(contest.hello()).value()));
    }

    private static Quantity wall(List<Child.Ended> rounds) {
        return new Quantity(
                Quantity.median(rounds.stream()
                        .mapToDouble(e -> e.wall().toNanos() / 1e6)
                        .toArray()),
                "ms");
    }

    private static Quantity cpu(List<Child.Ended> rounds) {
        return new Quantity(
                Quantity.median(rounds.stream()
                        .mapToDouble(e -> e.cpu().toNanos() / 1e6)
                        .toArray()),
                "ms");
    }
}
