package io.emrops.sqlserver.diagnostics;

import io.emrops.diagnostics.Blocking;
import io.emrops.diagnostics.Blocking.Chain;
import io.emrops.diagnostics.Blocking.Head;
import io.emrops.diagnostics.Blocking.Waiting;
import io.emrops.sqlserver.diagnostics.BlockingSample.Holder;
import io.emrops.sqlserver.diagnostics.BlockingSample.Waiter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes trees of who waits for whom, of two samples. A pure function, which ends whatever the samples say. */
final class BlockingForest {
    private static final int ORPHANED = -2;
    private static final int DEFERRED = -3;

    private final BlockingSample first;
    private final BlockingSample second;
    private final Map<Integer, Waiter> bySession = new TreeMap<>();
    private final Map<Integer, List<Waiter>> byBlocker;

    private BlockingForest(BlockingSample first, BlockingSample second) {
        this.first = first;
        this.second = second;
        // The parts of one statement wait for each other all the time.
        second.waiters().stream()
                .filter(waiter -> waiter.blockedBy() != waiter.session() && waiter.blockedBy() != 0)
                .forEach(waiter -> bySession.putIfAbsent(waiter.session(), waiter));
        byBlocker = bySession.values().stream()
                .collect(Collectors.groupingBy(Waiter::blockedBy, TreeMap::new, Collectors.toList()));
    }

    static Blocking of(BlockingSample first, BlockingSample second) {
        return new Blocking(first.at(), second.at(), new BlockingForest(first, second).chains());
    }

    private List<Chain> chains() {
        var chains = new ArrayList<Chain>();
        var left = new LinkedHashSet<>(bySession.keySet());
        for (var head : byBlocker.keySet()) {
            if (!bySession.containsKey(head)) {
                var waiting = below(List.of(head), Set.of());
                waiting.forEach(each -> left.remove(each.session()));
                chains.add(chain(head, waiting));
            }
        }
        while (!left.isEmpty()) {
            var circle = circle(left.iterator().next());
            var waiting = below(circle, Set.copyOf(circle));
            var all = new ArrayList<Waiting>();
            circle.forEach(member -> all.add(waiting(bySession.get(member), 1)));
            all.addAll(waiting);
            all.forEach(each -> left.remove(each.session()));
            chains.add(new Chain(Head.CIRCLE, circle.get(0), "", Duration.ZERO, all, lasted(all, circle.get(0))));
        }
        chains.sort(
                Comparator.comparing((Chain chain) -> -chain.waiting().size()).thenComparing(Chain::blocker));
        return chains;
    }

    /** The circle that somebody waits for in the end, from its lowest number on. */
    private List<Integer> circle(int from) {
        var seen = new LinkedHashSet<Integer>();
        var at = from;
        while (seen.add(at)) {
            at = Objects.requireNonNull(bySession.get(at), "whoever is left waits for somebody who is left")
                    .blockedBy();
        }
        var members = new ArrayList<Integer>(seen);
        var circle = members.subList(members.indexOf(at), members.size());
        return circle.stream().sorted().toList();
    }

    /** All that wait for these, the nearest first. */
    private List<Waiting> below(List<Integer> heads, Set<Integer> except) {
        var waiting = new ArrayList<Waiting>();
        var seen = new HashSet<>(except);
        var next = new ArrayDeque<Step>();
        heads.forEach(head -> next.add(new Step(head, 0)));
        while (!next.isEmpty()) {
            var step = next.remove();
            for (var waiter : byBlocker.getOrDefault(step.session, List.of())) {
                if (seen.add(waiter.session())) {
                    waiting.add(waiting(waiter, step.depth + 1));
                    next.add(new Step(waiter.session(), step.depth + 1));
                }
            }
        }
        return waiting;
    }

    private record Step(int session, int depth) {}

    private Waiting waiting(@Nullable Waiter waiter, int depth) {
        var known = Objects.requireNonNull(waiter, "waiter");
        return new Waiting(
                known.session(),
                known.blockedBy(),
                depth,
                known.waitsFor(),
                known.waited(),
                holder(known.session()).map(Holder::description).orElse(""));
    }

    private Optional<Holder> holder(int session) {
        return Optional.ofNullable(second.sessions().get(session));
    }

    private Chain chain(int head, List<Waiting> waiting) {
        var holder = holder(head);
        return new Chain(
                kind(head, holder),
                head,
                holder.map(Holder::description).orElse(""),
                holder.flatMap(Holder::transactionBegan)
                        .map(began -> Duration.between(began, second.at()))
                        .filter(open -> !open.isNegative())
                        .orElse(Duration.ZERO),
                waiting,
                lasted(waiting, head));
    }

    private static Head kind(int head, Optional<Holder> holder) {
        if (head < 0) {
            return head == ORPHANED
                    ? Head.ORPHANED_TRANSACTION
                    : head == DEFERRED ? Head.DEFERRED_RECOVERY : Head.LATCH;
        }
        return holder.map(known -> known.working() ? Head.WORKING : Head.SLEEPING)
                .orElse(Head.UNKNOWN);
    }

    /** The same head, and somebody who has waited for the same all the time. */
    private boolean lasted(List<Waiting> waiting, int head) {
        if (head > 0 && !first.identity(head).equals(second.identity(head))) {
            return false;
        }
        var before = first.waiters().stream().collect(Collectors.toMap(Waiter::session, waiter -> waiter, (a, b) -> a));
        return waiting.stream().anyMatch(each -> {
            var then = before.get(each.session());
            var now = bySession.get(each.session());
            return then != null
                    && now != null
                    && then.blockedBy() == now.blockedBy()
                    && then.request().equals(now.request())
                    && now.waited().compareTo(then.waited()) >= 0
                    && first.identity(each.session()).equals(second.identity(each.session()));
        });
    }
}
