package io.emrops.metrics;

import io.emrops.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * What is in use. What the platform does not tell is empty, not zero.
 *
 * @param at when this was measured, by the platform's clock
 * @param cpu since a moment before
 * @param memory at that moment
 * @param network of all its networks
 * @param disk of all its disks; what is only in the system's cache does not count
 * @param processes how many processes and threads
 */
public record Usage(
        Instant at,
        Optional<Cpu> cpu,
        Optional<Memory> memory,
        Optional<Traffic> network,
        Optional<Traffic> disk,
        Optional<Long> processes) {
    public Usage {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(cpu, "cpu");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(disk, "disk");
        Objects.requireNonNull(processes, "processes");
    }

    /**
     * What several use together, as far as it is known; at the latest of their moments.
     *
     * @return empty if there are none
     */
    public static Optional<Usage> sum(List<Usage> all) {
        return all.stream()
                .map(Usage::at)
                .max(Instant::compareTo)
                .map(at -> new Usage(
                        at,
                        sum(all, Usage::cpu, Usage::plus),
                        sum(all, Usage::memory, Usage::plus),
                        sum(all, Usage::network, Traffic::plus),
                        sum(all, Usage::disk, Traffic::plus),
                        sum(all, Usage::processes, Long::sum)));
    }

    private static <T> Optional<T> sum(List<Usage> all, Function<Usage, Optional<T>> part, BinaryOperator<T> plus) {
        return all.stream().map(part).flatMap(Optional::stream).reduce(plus);
    }

    /** One without a limit may use the whole machine, and so may it together with others. */
    private static Cpu plus(Cpu one, Cpu other) {
        var limited = one.limited() && other.limited();
        var available = limited ? one.available() + other.available() : Math.max(free(one), free(other));
        return new Cpu(one.used() + other.used(), available, limited, longer(one.over(), other.over()));
    }

    private static double free(Cpu cpu) {
        return cpu.limited() ? 0 : cpu.available();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** A sum has a limit only if each of them has. */
    private static Memory plus(Memory one, Memory other) {
        return new Memory(
                new DataSize(one.used().bytes() + other.used().bytes()),
                one.limit().flatMap(a -> other.limit().map(b -> new DataSize(a.bytes() + b.bytes()))));
    }
}
