package io.emrops.core.memory;

import io.emrops.core.storage.ThisProcess;
import io.emrops.spi.Leases;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/** Locks between the runs of those who share this object; another process knows nothing of them. */
public final class MemoryLeases implements Leases {
    private final String process = ThisProcess.description();
    private final TreeMap<String, Held> taken = new TreeMap<>();

    /** Locks of which none is taken. */
    public MemoryLeases() {}

    @Override
    public String name() {
        return "memory of " + process;
    }

    @Override
    public synchronized Acquisition acquire(SortedSet<String> names, Holder holder) {
        for (var name : names) {
            var held = taken.get(name);
            if (held != null && !held.holder().runId().equals(holder.runId())) {
                return new Acquisition.Refused(held);
            }
        }
        // A lock that the run has already it has had since it took it first.
        names.forEach(name -> taken.putIfAbsent(name, new Held(name, holder, process, true)));
        return new Acquisition.Granted();
    }

    @Override
    public synchronized void release(SortedSet<String> names, String runId) {
        names.forEach(name -> taken.computeIfPresent(
                name, (lock, held) -> held.holder().runId().equals(runId) ? null : held));
    }

    @Override
    public synchronized Optional<Held> holder(String name) {
        return Optional.ofNullable(taken.get(name));
    }

    @Override
    public synchronized List<Held> held() {
        return List.copyOf(taken.values());
    }
}
