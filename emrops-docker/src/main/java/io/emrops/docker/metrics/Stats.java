package io.emrops.docker.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.DataSize;
import io.emrops.metrics.Cpu;
import io.emrops.metrics.Memory;
import io.emrops.metrics.Traffic;
import io.emrops.metrics.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the engine's statistics say of a container at a moment.
 *
 * @param cpu processor time since its start in nanoseconds
 * @param system that of the whole machine; 0 if it is not told
 * @param processors of the machine; 0 if it is not told
 */
record Stats(
        Instant at,
        Optional<Long> cpu,
        long system,
        int processors,
        Optional<Long> memory,
        Optional<Traffic> network,
        Optional<Traffic> disk,
        Optional<Long> processes) {
    /** Windows counts intervals of 100 nanoseconds. */
    private static final int WINDOWS_UNIT = 100;

    /** Empty if the container does not run: then the engine tells its name alone. */
    static Optional<Stats> of(JsonNode answer) {
        return moment(answer.path("read")).map(at -> {
            var windows = answer.path("num_procs").asInt(0) > 0;
            return new Stats(
                    at,
                    cpu(answer.path("cpu_stats"), windows),
                    answer.path("cpu_stats").path("system_cpu_usage").asLong(0),
                    processors(answer),
                    windows ? number(answer.path("memory_stats").path("privateworkingset")) : memory(answer),
                    network(answer.path("networks")),
                    windows ? windowsDisk(answer.path("storage_stats")) : disk(answer.path("blkio_stats")),
                    number(answer.path("pids_stats").path("current")));
        });
    }

    /** The statistics of a moment before that the engine has added, if it has. */
    static Optional<Stats> before(JsonNode answer) {
        return moment(answer.path("preread")).map(at -> {
            var cpu = answer.path("precpu_stats");
            return new Stats(
                    at,
                    cpu(cpu, answer.path("num_procs").asInt(0) > 0),
                    cpu.path("system_cpu_usage").asLong(0),
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        });
    }

    /** What does not run was read in the year 1. */
    private static Optional<Instant> moment(JsonNode text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.asText("")).toInstant())
                    .filter(at -> at.isAfter(Instant.EPOCH));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> cpu(JsonNode stats, boolean windows) {
        return number(stats.path("cpu_usage").path("total_usage")).map(used -> windows ? used * WINDOWS_UNIT : used);
    }

    private static int processors(JsonNode answer) {
        var online = answer.path("cpu_stats").path("online_cpus").asInt(0);
        if (online > 0) {
            return online;
        }
        var each =
                answer.path("cpu_stats").path("cpu_usage").path("percpu_usage").size();
        return each > 0 ? each : answer.path("num_procs").asInt(0);
    }

    /** As {@code docker stats} counts: what is in the cache of files and was not used lately would be given back. */
    private static Optional<Long> memory(JsonNode answer) {
        var memory = answer.path("memory_stats");
        var stats = memory.path("stats");
        return number(memory.path("usage")).map(usage -> {
            var inactive = stats.has("total_inactive_file")
                    ? stats.path("total_inactive_file").asLong(0)
                    : stats.path("inactive_file").asLong(0);
            return inactive < usage ? usage - inactive : usage;
        });
    }

    private static Optional<Traffic> network(JsonNode networks) {
        if (!networks.isObject() || networks.isEmpty()) {
            return Optional.empty();
        }
        var in = 0L;
        var out = 0L;
        for (var each : networks) {
            in += each.path("rx_bytes").asLong(0);
            out += each.path("tx_bytes").asLong(0);
        }
        return Optional.of(new Traffic(in, out));
    }

    /** Version 1 of control groups says Read, version 2 read. Both leave out a container that has used no disk, and what they cannot count. */
    private static Optional<Traffic> disk(JsonNode stats) {
        var bytes = stats.path("io_service_bytes_recursive");
        if (!bytes.isArray() || bytes.isEmpty()) {
            return Optional.empty();
        }
        var in = 0L;
        var out = 0L;
        for (var each : bytes) {
            var what = each.path("op").asText("");
            if (what.equalsIgnoreCase("read")) {
                in += each.path("value").asLong(0);
            } else if (what.equalsIgnoreCase("write")) {
                out += each.path("value").asLong(0);
            }
        }
        return Optional.of(new Traffic(in, out));
    }

    private static Optional<Traffic> windowsDisk(JsonNode stats) {
        return number(stats.path("read_size_bytes"))
                .map(in -> new Traffic(in, stats.path("write_size_bytes").asLong(0)));
    }

    private static Optional<Long> number(JsonNode value) {
        return value.isNumber() ? Optional.of(value.asLong()).filter(each -> each >= 0) : Optional.empty();
    }

    /** Whether they are not of a life that was ended by a restart: what is counted began anew then. */
    boolean isSince(Instant startedAt) {
        return !at.isBefore(startedAt);
    }

    /** Since statistics of a moment before, if there are any. */
    Usage usage(Limits limits, @Nullable Stats before) {
        return new Usage(
                at,
                before == null ? Optional.empty() : cpu(limits, before),
                memory.map(used -> new Memory(new DataSize(used), limits.memory())),
                network,
                disk,
                processes);
    }

    /** As {@code docker stats} does, by the processor time of the whole machine, or by the clock where that is not told. */
    private Optional<Cpu> cpu(Limits limits, Stats before) {
        var over = Duration.between(before.at, at);
        var available = limits.cpus().orElse((double) processors);
        if (cpu.isEmpty() || before.cpu.isEmpty() || over.isZero() || over.isNegative() || available <= 0) {
            return Optional.empty();
        }
        var used = cpu.get() - before.cpu.get();
        if (used < 0) {
            return Optional.empty(); // restarted in between
        }
        var machine = before.system > 0 && system > before.system && processors > 0
                ? (system - before.system) / (double) processors
                : over.toNanos();
        return Optional.of(new Cpu(used / machine, available, limits.cpus().isPresent(), over));
    }
}
