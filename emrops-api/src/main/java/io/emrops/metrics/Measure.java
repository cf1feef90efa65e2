package io.emrops.metrics;

import java.util.function.DoubleFunction;

/** What is shown of each service over time. */
enum Measure {
    CPU("cpu", "CPU", "share of what the busiest instance may use", Amounts::share),
    MEMORY("memory", "Memory", "of the instance that uses most", Amounts::bytes),
    RECEIVED("received", "Network, received", "all instances together", Amounts::rate),
    SENT("sent", "Network, sent", "all instances together", Amounts::rate),
    READ("read", "Disk, read", "all instances together", Amounts::rate),
    WRITTEN("written", "Disk, written", "all instances together", Amounts::rate);

    final String key;
    final String title;
    final String of;
    private final DoubleFunction<String> words;

    Measure(String key, String title, String of, DoubleFunction<String> words) {
        this.key = key;
        this.title = title;
        this.of = of;
        this.words = words;
    }

    String words(double value) {
        return words.apply(value);
    }
}
