package io.emrops.windows.counter;

import io.emrops.windows.PowerShellScript;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the scripts are asked and what they tell. Numbers come as text, empty where the host has none. */
final class CounterScripts {
    static final PowerShellScript<Over, Told> SAMPLE =
            PowerShellScript.reading(CounterScripts.class, "counter/sample", Over.class, Told.class);
    static final PowerShellScript<Wanted, Read> READ =
            PowerShellScript.reading(CounterScripts.class, "counter/read", Wanted.class, Read.class);

    private CounterScripts() {}

    record Over(long milliseconds) {}

    /** @param iis there, none or notAdministrator */
    record Told(
            Instant at,
            String iis,
            List<String> processorCounts,
            List<String> memoryKilobytes,
            List<Memory> memory,
            List<Disk> disks,
            Raw first,
            Raw second,
            List<String> untold) {
        Told {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(iis, "iis");
            processorCounts = listOf(processorCounts);
            memoryKilobytes = listOf(memoryKilobytes);
            memory = listOf(memory);
            disks = listOf(disks);
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
            untold = listOf(untold);
        }
    }

    record Memory(String available, String committed, String commitLimit) {}

    record Disk(String name, String size, String free) {}

    record Raw(List<Processor> processors, List<Network> networks, List<Worker> workers, List<Site> sites) {
        Raw {
            processors = listOf(processors);
            networks = listOf(networks);
            workers = listOf(workers);
            sites = listOf(sites);
        }
    }

    record Processor(String idle, String stamp) {}

    record Network(String name, String received, String sent, String stamp, String frequency) {}

    /** @param began tells a process from a later one of the same id */
    record Worker(String pool, long pid, String began, String used, String stamp, String memory) {}

    record Site(String name, String connections, String requests, String stamp, String frequency) {}

    record Wanted(long milliseconds, List<WantedCounter> queries) {}

    record WantedCounter(String className, String property, String instance) {
        static WantedCounter of(CounterQuery query) {
            return new WantedCounter(
                    query.className(), query.property(), query.instance().orElse(""));
        }
    }

    record Read(Instant at, List<Found> readings) {
        Read {
            Objects.requireNonNull(at, "at");
            readings = listOf(readings);
        }
    }

    /**
     * @param refused why; empty if it was read
     * @param first one, or none if it was refused
     * @param second one, or none if the instance went meanwhile
     */
    record Found(String refused, String what, long type, List<RawCounter> first, List<RawCounter> second) {
        Found {
            first = listOf(first);
            second = listOf(second);
        }
    }

    private static <T> List<T> listOf(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
