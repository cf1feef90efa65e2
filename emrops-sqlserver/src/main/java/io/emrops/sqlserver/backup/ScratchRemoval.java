package io.emrops.sqlserver.backup;

import io.emrops.EmropsException;
import io.emrops.sqlserver.session.DedicatedSession;
import io.emrops.sqlserver.session.Failure;
import io.emrops.sqlserver.statement.Identifier;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops scratch databases, and nothing that could be anything else. */
final class ScratchRemoval {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchRemoval.class);

    private final Surroundings here;

    ScratchRemoval(Surroundings here) {
        this.here = here;
    }

    /**
     * Drops it.
     *
     * @return why it is still there, or what of it is; empty if it is gone
     */
    String remove(String name) throws InterruptedException {
        try {
            return removeNow(name);
        } catch (EmropsException e) {
            LOG.warn("The scratch database {} could not be removed", name, e);
            return name + " could not be removed: " + e.getMessage();
        }
    }

    /**
     * The same, where it matters whether the server can be asked at all.
     *
     * @throws io.emrops.TargetUnavailableException if it cannot
     */
    String removeNow(String name) throws InterruptedException {
        var found = ScratchDatabase.read(here.queries(), name);
        if (found.isEmpty()) {
            return "";
        }
        var doubts = found.get().doubts();
        if (!doubts.isEmpty()) {
            return name + " was left alone: " + String.join("; ", doubts);
        }
        try (var session = here.dedicated()) {
            return drop(session, found.get());
        }
    }

    private String drop(DedicatedSession session, ScratchDatabase scratch) throws InterruptedException {
        var quoted = Identifier.of(scratch.name()).quoted();
        var statements = scratch.restoring()
                ? List.of("DROP DATABASE " + quoted)
                : List.of(
                        "ALTER DATABASE " + quoted + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE",
                        "DROP DATABASE " + quoted);
        for (var statement : statements) {
            var result = session.operation(statement).run();
            if (!result.succeeded()) {
                return scratch.name() + " could not be removed: "
                        + result.failure().map(Failure::words).orElse("the connection was lost");
            }
        }
        LOG.info("The scratch database {} is gone", scratch.name());
        return remains(scratch);
    }

    private String remains(ScratchDatabase scratch) {
        if (ScratchDatabase.read(here.queries(), scratch.name()).isPresent()) {
            return scratch.name() + " is still there";
        }
        var left = scratch.files().stream()
                .map(ScratchDatabase.File::path)
                .filter(path -> here.exists(new ServerPath(here.facts().platform(), path))
                        .orElse(false))
                .toList();
        return left.isEmpty() ? "" : "Files of " + scratch.name() + ": " + String.join(", ", left);
    }
}
