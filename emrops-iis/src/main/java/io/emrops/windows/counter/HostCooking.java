package io.emrops.windows.counter;

import io.emrops.DataSize;
import io.emrops.windows.counter.CounterScripts.Raw;
import io.emrops.windows.counter.CounterScripts.Told;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes a sample of what was told at its beginning and at its end. */
final class HostCooking {
    private final Told told;
    private final Raw first;
    private final Raw second;

    private HostCooking(Told told) {
        this.told = told;
        this.first = told.first();
        this.second = told.second();
    }

    static HostSample of(Told told) {
        var cooking = new HostCooking(told);
        return new HostSample(
                told.at(),
                cooking.processors(),
                cooking.processor(),
                cooking.memory(),
                cooking.disks(),
                cooking.networks(),
                cooking.iis(),
                cooking.workers(),
                cooking.sites(),
                told.untold().stream().sorted().toList());
    }

    private IisView iis() {
        return switch (told.iis()) {
            case "there" -> IisView.SEEN;
            case "notAdministrator" -> IisView.SITES_ALONE;
            default -> IisView.ABSENT;
        };
    }

    private static <T> Optional<T> only(List<T> rows) {
        return rows.size() == 1 ? Optional.of(rows.get(0)) : Optional.empty();
    }

    private Optional<Integer> processors() {
        return only(told.processorCounts()).flatMap(text -> {
            var count = Counts.parse(text);
            return count.isPresent() && count.getAsLong() > 0 && count.getAsLong() <= 65_536
                    ? Optional.of((int) count.getAsLong())
                    : Optional.empty();
        });
    }

    private Optional<Double> processor() {
        return only(first.processors())
                .flatMap(before -> only(second.processors())
                        .flatMap(after -> Counts.share(Counts.inverse(Counts.ratio(
                                Counts.delta(before.idle(), after.idle()),
                                Counts.delta(before.stamp(), after.stamp()))))));
    }

    private Optional<HostMemory> memory() {
        var total = only(told.memoryKilobytes())
                .flatMap(Counts::bytes)
                .filter(size -> size.bytes() > 0 && size.bytes() < 1L << 50);
        return only(told.memory())
                .flatMap(row -> total.flatMap(size -> {
                    var all = new DataSize(size.bytes() * 1024);
                    return Counts.bytes(row.available())
                            .filter(available -> available.compareTo(all) <= 0)
                            .flatMap(available -> Counts.bytes(row.committed())
                                    .flatMap(committed -> Counts.bytes(row.commitLimit())
                                            .map(limit -> new HostMemory(all, available, committed, limit))));
                }));
    }

    private List<HostDisk> disks() {
        return told.disks().stream()
                .flatMap(row -> Counts.bytes(row.size())
                        .flatMap(size -> Counts.bytes(row.free())
                                .filter(free -> free.compareTo(size) <= 0)
                                .map(free -> new HostDisk(row.name(), size, free)))
                        .stream())
                .sorted(Comparator.comparing(HostDisk::name))
                .toList();
    }

    private List<HostNetwork> networks() {
        return second.networks().stream()
                .flatMap(after -> first.networks().stream()
                        .filter(before -> before.name().equals(after.name()))
                        .findFirst()
                        .flatMap(before -> network(before, after))
                        .stream())
                .sorted(Comparator.comparing(HostNetwork::name))
                .toList();
    }

    private static Optional<HostNetwork> network(CounterScripts.Network before, CounterScripts.Network after) {
        var seconds = Counts.seconds(before.stamp(), after.stamp(), after.frequency());
        return Counts.perSecond(Counts.delta(before.received(), after.received()), seconds)
                .flatMap(received -> Counts.perSecond(Counts.delta(before.sent(), after.sent()), seconds)
                        .map(sent -> new HostNetwork(after.name(), received, sent)));
    }

    private List<WorkerLoad> workers() {
        return second.workers().stream()
                .map(after -> new WorkerLoad(after.pool(), after.pid(), used(after), Counts.bytes(after.memory())))
                .sorted(Comparator.comparing(WorkerLoad::pool).thenComparing(WorkerLoad::pid))
                .toList();
    }

    private Optional<Double> used(CounterScripts.Worker after) {
        return first.workers().stream()
                .filter(before -> before.pid() == after.pid()
                        && before.began().equals(after.began())
                        && before.pool().equalsIgnoreCase(after.pool()))
                .findFirst()
                .flatMap(before -> Counts.boxed(Counts.ratio(
                        Counts.delta(before.used(), after.used()), Counts.delta(before.stamp(), after.stamp()))))
                .filter(used -> processors().map(all -> used <= all * 1.05).orElse(true));
    }

    private List<SiteLoad> sites() {
        return second.sites().stream()
                .map(after ->
                        new SiteLoad(after.name(), Counts.boxed(Counts.parse(after.connections())), requests(after)))
                .sorted(Comparator.comparing(SiteLoad::name))
                .toList();
    }

    private Optional<Double> requests(CounterScripts.Site after) {
        return first.sites().stream()
                .filter(before -> before.name().equals(after.name()))
                .findFirst()
                .flatMap(before ->
                        Counts.perSecond(Counts.delta32(before.requests(), after.requests()), seconds(before, after)));
    }

    private static OptionalDouble seconds(CounterScripts.Site before, CounterScripts.Site after) {
        return Counts.seconds(before.stamp(), after.stamp(), after.frequency());
    }
}
