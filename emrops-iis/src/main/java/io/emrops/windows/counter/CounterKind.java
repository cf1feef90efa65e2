package io.emrops.windows.counter;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/**
 * How values are made of raw data, by types of counters.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/wmisdk/countertype-qualifier">CounterType Qualifier</a>
 */
enum CounterKind {
    RAWCOUNT(CounterUnit.COUNT, (first, second) -> count(second), 0, 0x100, 0x10000, 0x10100),
    COUNTER(
            CounterUnit.PER_SECOND,
            (first, second) ->
                    Counts.perSecond(Counts.delta32(first.value(), second.value()), perfSeconds(first, second)),
            0x10410400),
    BULK_COUNT(
            CounterUnit.PER_SECOND,
            (first, second) ->
                    Counts.perSecond(Counts.delta(first.value(), second.value()), perfSeconds(first, second)),
            0x10410500),
    TIMER(
            CounterUnit.SHARE,
            (first, second) ->
                    Counts.boxed(Counts.ratio(Counts.delta(first.value(), second.value()), perfTicks(first, second))),
            0x20410500),
    TIMER_INVERSE(
            CounterUnit.SHARE,
            (first, second) -> Counts.share(Counts.inverse(
                    Counts.ratio(Counts.delta(first.value(), second.value()), perfTicks(first, second)))),
            0x21410500),
    SYSTEM_TIMER(
            CounterUnit.SHARE,
            (first, second) ->
                    Counts.boxed(Counts.ratio(Counts.delta(first.value(), second.value()), systemTicks(first, second))),
            0x20510500),
    SYSTEM_TIMER_INVERSE(
            CounterUnit.SHARE,
            (first, second) -> Counts.share(Counts.inverse(
                    Counts.ratio(Counts.delta(first.value(), second.value()), systemTicks(first, second)))),
            0x21510500),
    PRECISION_TIMER(
            CounterUnit.SHARE,
            (first, second) -> Counts.boxed(Counts.ratio(
                    Counts.delta(first.value(), second.value()), Counts.delta(first.base(), second.base()))),
            0x20470500,
            0x20570500),
    RAW_FRACTION(
            CounterUnit.SHARE,
            (first, second) -> Counts.boxed(Counts.ratio(Counts.parse(second.value()), Counts.parse(second.base()))),
            0x20020400,
            0x20020500),
    AVERAGE_TIMER(CounterUnit.SECONDS, (first, second) -> averageSeconds(first, second), 0x30020400),
    AVERAGE_BULK(
            CounterUnit.COUNT,
            (first, second) -> Counts.boxed(Counts.ratio(
                    Counts.delta(first.value(), second.value()), Counts.delta32(first.base(), second.base()))),
            0x40020500),
    ELAPSED_TIME(
            CounterUnit.SECONDS,
            (first, second) ->
                    Counts.boxed(Counts.seconds(second.value(), second.objectTime(), second.objectFrequency())),
            0x30240500);

    private final CounterUnit unit;
    private final BiFunction<RawCounter, RawCounter, Optional<Double>> cooking;
    private final long[] types;

    CounterKind(CounterUnit unit, BiFunction<RawCounter, RawCounter, Optional<Double>> cooking, long... types) {
        this.unit = unit;
        this.cooking = cooking;
        this.types = types;
    }

    /** Empty if there is no way known here. */
    static Optional<CounterKind> of(long type) {
        return Arrays.stream(values())
                .filter(kind -> Arrays.stream(kind.types).anyMatch(each -> each == type))
                .findFirst();
    }

    CounterUnit unit() {
        return unit;
    }

    Optional<Double> cook(RawCounter first, RawCounter second) {
        return cooking.apply(first, second);
    }

    private static Optional<Double> count(RawCounter counter) {
        var value = Counts.parse(counter.value());
        return value.isPresent() ? Optional.of((double) value.getAsLong()) : Optional.empty();
    }

    private static OptionalLong perfTicks(RawCounter first, RawCounter second) {
        return Counts.delta(first.perfTime(), second.perfTime());
    }

    private static OptionalDouble perfSeconds(RawCounter first, RawCounter second) {
        return Counts.seconds(first.perfTime(), second.perfTime(), second.perfFrequency());
    }

    private static OptionalLong systemTicks(RawCounter first, RawCounter second) {
        return Counts.delta(first.systemTime(), second.systemTime());
    }

    /** Ticks for each of what happened. */
    private static Optional<Double> averageSeconds(RawCounter first, RawCounter second) {
        var ticks = Counts.ratio(
                Counts.delta32(first.value(), second.value()), Counts.delta32(first.base(), second.base()));
        var frequency = Counts.parse(second.perfFrequency());
        return ticks.isEmpty() || frequency.isEmpty() || frequency.getAsLong() == 0
                ? Optional.empty()
                : Optional.of(ticks.getAsDouble() / frequency.getAsLong());
    }
}
