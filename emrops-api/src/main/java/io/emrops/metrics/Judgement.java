package io.emrops.metrics;

import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.internal.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds what was measured against thresholds. What was not measured is not taken for good. */
final class Judgement {
    /** Fewer say nothing of a window. */
    private static final int FEWEST = 3;

    private final Thresholds thresholds;
    private final Measurement measured;
    private final Map<String, List<InstanceMetrics>> byName = new TreeMap<>();
    private final Map<String, Presence> byService = new TreeMap<>();
    private final List<String> breaches = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> numbers = new ArrayList<>();

    private Judgement(Thresholds thresholds, Measurement measured) {
        this.thresholds = thresholds;
        this.measured = measured;
        for (var sample : measured.samples()) {
            for (var each : sample.instances()) {
                if (thresholds.means(each.instance().service())) {
                    byName.computeIfAbsent(each.instance().name(), name -> new ArrayList<>())
                            .add(each);
                }
            }
        }
    }

    static Finding of(Thresholds thresholds, Measurement measured) {
        return new Judgement(thresholds, measured).finding();
    }

    private Finding finding() {
        requireEnough();
        byName.forEach(this::judge);
        var details = new ArrayList<String>();
        details.addAll(breaches);
        details.addAll(unknown);
        details.addAll(numbers);
        var over = " over " + Words.of(measured.window()) + ", by "
                + Amounts.count(measured.samples().size(), "sample", "samples");
        var all = Amounts.count(byName.size(), "instance", "instances");
        if (breaches.isEmpty() && unknown.isEmpty()) {
            return new Finding(true, all + " kept to " + thresholds + over, details);
        }
        var text = breaches.isEmpty()
                ? "Whether " + thresholds + " was kept to is not known: " + unknown.get(0) + over
                : Amounts.count(breaches.size(), "threshold was", "thresholds were") + " not kept to: "
                        + breaches.get(0) + (breaches.size() > 1 ? ", and others" : "") + over;
        return new Finding(false, text, details);
    }

    private void requireEnough() {
        var samples = measured.samples().size();
        var expected = measured.expected();
        if (samples < Math.max(FEWEST, expected / 2)) {
            unknown.add("there are " + samples + " of " + expected + " samples");
        }
        if (byName.isEmpty()) {
            unknown.add("there is no instance");
        }
        var there = byName.values().stream()
                .map(looks -> looks.get(0).instance().service())
                .collect(Collectors.toSet());
        for (var service : there) {
            var presence = Presence.of(measured, service);
            byService.put(service, presence);
            if (presence.looksAtAny() * 2 < samples) {
                unknown.add(service + " was seen in " + presence.looksAtAny() + " of "
                        + Amounts.count(samples, "sample", "samples"));
            }
        }
        for (var service : thresholds.services()) {
            if (!there.contains(service) && !byName.isEmpty()) {
                unknown.add("there is no instance of " + service);
            }
        }
    }

    private void judge(String name, List<InstanceMetrics> looks) {
        var parts = new ArrayList<String>();
        var usages = usages(looks);
        judgePresence(name, looks);
        judgeCpu(name, looks, usages).ifPresent(parts::add);
        judgeMemory(name, looks, usages).ifPresent(parts::add);
        var incidents = Incidents.of(looks);
        if (thresholds.asksForNoRestarts() && incidents.restarts() > 0) {
            breaches.add(name + " was restarted " + times(incidents.restarts()));
        }
        if (thresholds.asksForNoOomKills() && incidents.oomKills() > 0) {
            breaches.add(name + " ran out of memory " + times(incidents.oomKills()));
        }
        if (thresholds.asksForHealth()) {
            judgeHealth(name, looks);
        }
        parts.add(looks.get(looks.size() - 1).state().words());
        parts.add(Amounts.count(incidents.restarts(), "restart", "restarts"));
        parts.add(Amounts.count(incidents.oomKills(), "OOM kill", "OOM kills"));
        numbers.add(name + ": " + String.join("; ", parts));
    }

    /** One that was hardly seen, is gone or does not run has not kept to anything. */
    private void judgePresence(String name, List<InstanceMetrics> looks) {
        var service = looks.get(0).instance().service();
        var presence = Objects.requireNonNull(byService.get(service), service);
        var gone = presence.goneAtEnd(name);
        if (gone && !presence.replaced(name)) {
            breaches.add(name + " was gone at the end");
        } else if (gone && thresholds.asksForNoRestarts()) {
            breaches.add(name + " was replaced");
        }
        var since = presence.sinceFirst(name);
        if (!gone && (presence.looks(name) < FEWEST || presence.looks(name) * 2 < since)) {
            unknown.add(name + " was seen in " + presence.looks(name) + " of "
                    + Amounts.count(measured.samples().size(), "sample", "samples"));
        }
        if (thresholds.asksForHealth()) {
            if (presence.missing(name) > 0) {
                breaches.add(name + " was not there in " + presence.missing(name) + " of "
                        + Amounts.count(measured.samples().size(), "sample", "samples"));
            }
        } else if (looks.stream().noneMatch(look -> look.state().running())) {
            unknown.add(name + " did not run");
        } else if (!gone && !looks.get(looks.size() - 1).state().running()) {
            breaches.add(name + " was " + looks.get(looks.size() - 1).state().words() + " at the end");
        }
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    /** Each measurement once, although several looks may have seen it. */
    private static List<Usage> usages(List<InstanceMetrics> looks) {
        var byMoment = new TreeMap<Instant, Usage>();
        looks.forEach(look -> look.usage().ifPresent(usage -> byMoment.put(usage.at(), usage)));
        return List.copyOf(byMoment.values());
    }

    private Optional<String> judgeCpu(String name, List<InstanceMetrics> looks, List<Usage> usages) {
        var shares = known(usages, Usage::cpu).stream().map(Cpu::share).toList();
        if (thresholds.cpu().isPresent()) {
            requireMeasured(name, "CPU", looks, shares.size());
        }
        if (shares.isEmpty()) {
            return Optional.empty();
        }
        var mean = shares.stream().mapToDouble(share -> share).average().orElseThrow();
        thresholds
                .cpu()
                .filter(limit -> mean >= limit)
                .ifPresent(limit -> breaches.add(name + " used " + Amounts.share(mean)
                        + " of its processors on average, not less than " + Amounts.share(limit)));
        var most = shares.stream().max(Comparator.naturalOrder()).orElseThrow();
        return Optional.of("CPU " + Amounts.share(mean) + " on average, " + Amounts.share(most) + " at most");
    }

    private Optional<String> judgeMemory(String name, List<InstanceMetrics> looks, List<Usage> usages) {
        var sizes = known(usages, Usage::memory).stream().map(Memory::used).toList();
        if (thresholds.memory().isPresent()) {
            requireMeasured(name, "memory", looks, sizes.size());
        }
        var most = sizes.stream().max(Comparator.naturalOrder());
        thresholds
                .memory()
                .filter(limit -> most.filter(size -> size.compareTo(limit) >= 0).isPresent())
                .ifPresent(limit -> breaches.add(name + " used "
                        + most.map(DataSize::toString).orElseThrow() + " of memory, not less than " + limit));
        return most.map(size -> "memory " + size + " at most");
    }

    private void requireMeasured(String name, String what, List<InstanceMetrics> looks, int times) {
        var running =
                (int) looks.stream().filter(look -> look.state().running()).count();
        if (running > 0 && times < Math.max(FEWEST, running / 3)) {
            unknown.add("the " + what + " of " + name + " was measured " + times(times) + " only");
        }
    }

    private static <T> List<T> known(List<Usage> usages, Function<Usage, Optional<T>> part) {
        return usages.stream().map(part).flatMap(Optional::stream).toList();
    }

    private void judgeHealth(String name, List<InstanceMetrics> looks) {
        var bad = looks.stream().filter(look -> !look.state().well()).toList();
        if (!bad.isEmpty()) {
            breaches.add(name + " was " + bad.get(0).state().words() + " in " + bad.size() + " of "
                    + Amounts.count(looks.size(), "sample", "samples"));
        }
    }
}
