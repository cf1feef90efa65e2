package io.emrops.core.engine;

import io.emrops.Authorizer;
import io.emrops.PreconditionFailedException;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.Secret;
import io.emrops.core.history.OutputCodec;
import io.emrops.core.history.RunHistory;
import io.emrops.core.secret.Scrubber;
import io.emrops.spi.Definition;
import io.emrops.spi.Node;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;

/** Sees to it that a runbook can be run here and has its parameters, before anything is written down. */
final class Preparation {
    private final boolean authorized;
    private final Function<String, Optional<Secret>> vault;
    private final Scrubber scrubber;
    /** Those that were found to be; neither they nor this engine change. */
    private final Set<Definition> runnable =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /**
     * @param authorized whether the engine knows who belongs to which group
     * @param vault gives secret parameters by their ids
     */
    Preparation(boolean authorized, Function<String, Optional<Secret>> vault, Scrubber scrubber) {
        this.authorized = authorized;
        this.vault = vault;
        this.scrubber = scrubber;
    }

    /** Whether this engine can run it at all. */
    void requireRunnable(Definition definition) {
        if (runnable.contains(definition)) {
            return;
        }
        requirePeople(definition);
        for (var step : definition.steps()) {
            OutputCodec.requireOpen(step.traits().output());
        }
        runnable.add(definition);
    }

    /** The parameters of a run that is to begin. */
    Parameters parameters(Definition definition, RunRequest request) {
        request.params().values().stream()
                .filter(Secret.class::isInstance)
                .map(Secret.class::cast)
                .forEach(scrubber::register);
        return registered(Parameters.of(definition, request, vault, scrubber::scrub));
    }

    /** The parameters of a run that is to be taken up again. */
    Parameters parameters(Definition definition, RunHistory history, ResumeRequest request) {
        return registered(Parameters.again(definition, history.started().params(), request.secrets(), vault));
    }

    private Parameters registered(Parameters parameters) {
        parameters.secrets().values().forEach(scrubber::register);
        return parameters;
    }

    private void requirePeople(Definition definition) {
        if (authorized) {
            return;
        }
        definition.steps().stream()
                .filter(s -> s instanceof Node.Approving
                        || s instanceof Node.Manual manual && !manual.group().equals(Authorizer.OPERATORS))
                .findFirst()
                .ifPresent(s -> {
                    throw new PreconditionFailedException(
                            "Step \"" + s.path() + "\" of runbook \"" + definition.id()
                                    + "\" asks a group of people, and this engine has no Authorizer that knows who belongs to it");
                });
    }
}
