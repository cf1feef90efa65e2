package io.emrops.docker.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.NotFoundException;
import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instance;
import io.emrops.scaling.Resources;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The limits of containers: what they are, what the engine would refuse, and how they are changed while the containers run. */
record EngineLimits(EngineConnection engine) {
    private static final DataSize LEAST_MEMORY = DataSize.mib(6);
    private static final BigDecimal LEAST_PROCESSORS = new BigDecimal("0.01");

    /** Of those that are still there. */
    List<LiveLimits> of(List<Instance> instances) {
        return engine.ask("tell the limits of containers", () -> {
            var found = new ArrayList<LiveLimits>();
            for (var instance : instances) {
                try {
                    var container =
                            engine.client().inspectContainerCmd(instance.id()).exec();
                    found.add(LiveLimits.of(instance.number(), container));
                } catch (NotFoundException e) {
                    // Removed since it was listed.
                }
            }
            return found;
        });
    }

    /** How many processors the machine has. */
    BigDecimal processors() {
        var info = engine.ask(
                "tell its processors", () -> engine.client().infoCmd().exec());
        return new BigDecimal(Objects.requireNonNullElse(info.getNCPU(), 0));
    }

    /** @throws PreconditionFailedException if no container of the engine could have these limits */
    void requirePossible(Resources wanted) {
        var info = engine.ask("tell its limits", () -> engine.client().infoCmd().exec());
        var most = new BigDecimal(Objects.requireNonNullElse(info.getNCPU(), Integer.MAX_VALUE));
        if (wanted.cpus().filter(c -> c.compareTo(most) > 0).isPresent()) {
            throw new PreconditionFailedException(
                    "The Docker engine has " + most + " processors, and would refuse more");
        }
        if (wanted.cpus().filter(c -> c.compareTo(LEAST_PROCESSORS) < 0).isPresent()) {
            throw new PreconditionFailedException("The Docker engine takes no limit below 0.01 processors");
        }
        if (wanted.cpus().filter(c -> c.scale() > 9).isPresent()) {
            throw new PreconditionFailedException(
                    "The Docker engine takes at most 9 digits behind the point of processors");
        }
        if (wanted.memory().filter(m -> m.compareTo(LEAST_MEMORY) < 0).isPresent()) {
            throw new PreconditionFailedException("The Docker engine takes no limit below 6 MiB of memory");
        }
        if (wanted.cpus().isPresent() && Boolean.FALSE.equals(info.getCpuCfsQuota())) {
            throw new PreconditionFailedException("The Docker engine's kernel cannot limit processors");
        }
        if (wanted.memory().isPresent() && Boolean.FALSE.equals(info.getMemoryLimit())) {
            throw new PreconditionFailedException("The Docker engine's kernel cannot limit memory");
        }
    }

    /** @throws PreconditionFailedException if this container cannot have these limits now */
    void requirePossible(String service, LiveLimits now, Resources wanted) {
        var instance = "Instance " + now.number() + " of " + service;
        if (now.byQuota() && !sameProcessors(now, wanted)) {
            throw new PreconditionFailedException(
                    instance + " was started with cpu_quota or cpu_period, and the Docker engine "
                            + "does not let such a container have a number of processors");
        }
        var memory = wanted.memory().map(DataSize::bytes).orElse(Long.MAX_VALUE);
        if (memory < now.reserved()) {
            throw new PreconditionFailedException(
                    instance + " is promised " + new DataSize(now.reserved()) + " of memory, which is more");
        }
        if (memory < now.memory().orElse(Long.MAX_VALUE)) {
            var used = used(now.id());
            if (used.filter(bytes -> bytes > memory).isPresent()) {
                throw new PreconditionFailedException(
                        instance + " uses " + new DataSize(used.get())
                                + " of memory now, beyond what the kernel could take back; with less it would be killed or refused");
            }
        }
    }

    private static boolean sameProcessors(LiveLimits now, Resources wanted) {
        return now.processors().map(BigDecimal::stripTrailingZeros).equals(wanted.cpus());
    }

    /** Memory in use without what is only cached from files; empty if the container does not run. */
    private Optional<Long> used(String id) {
        return engine.ask("tell the memory in use", () -> {
            try (var answer = engine.get("/containers/" + id + "/stats?stream=false&one-shot=true", "", "")) {
                return used(EngineConnection.json(answer).path("memory_stats"));
            }
        });
    }

    /** cgroup v1 counts cached files as {@code total_inactive_file}, v2 as {@code inactive_file}. */
    static Optional<Long> used(JsonNode memory) {
        if (!memory.path("usage").isNumber()) {
            return Optional.empty();
        }
        var stats = memory.path("stats");
        var cached = 0L;
        for (var kind : List.of("inactive_file", "active_file")) {
            cached += stats.path("total_" + kind).asLong(stats.path(kind).asLong(0));
        }
        return Optional.of(Math.max(0, memory.path("usage").asLong() - cached));
    }

    /** @param swap how much memory and swap together; -1 for any amount; empty for twice the memory, as the engine does by itself */
    void change(LiveLimits now, Resources wanted, Optional<Long> swap) {
        var update = engine.client().updateContainerCmd(now.id());
        if (!sameProcessors(now, wanted)) {
            update.withNanoCPUs(LiveLimits.nano(wanted.cpus().orElseGet(this::processors)));
        }
        // Both at once: a limit of memory above that of memory and swap is refused.
        if (wanted.memory().isPresent()) {
            var memory = wanted.memory().get().bytes();
            var both = swap.map(s -> s < 0 ? LiveLimits.UNLIMITED : s).orElse(2 * memory);
            update.withMemory(memory).withMemorySwap(both);
        } else if (now.memory().isPresent()) {
            update.withMemory(LiveLimits.UNLIMITED).withMemorySwap(LiveLimits.UNLIMITED);
        }
        engine.change("change the limits of instance " + now.number(), update::exec);
    }
}
