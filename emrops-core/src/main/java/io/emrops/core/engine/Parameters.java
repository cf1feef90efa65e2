package io.emrops.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.RunRequest;
import io.emrops.Secret;
import io.emrops.core.history.OutputCodec;
import io.emrops.spi.Definition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The parameters of a run: checked, all faults told at once, before there is a run.
 *
 * @param values what can be journalled, by id
 * @param secrets what cannot
 */
record Parameters(Map<String, Object> values, Map<String, Secret> secrets) {

    /**
     * What somebody asks for, held against the definition.
     *
     * @param vault gives secrets that the request does not hold
     * @param scrub blots secrets out of what is told
     * @throws PreconditionFailedException with everything that is wrong; values are named only if they are not secret
     */
    static Parameters of(
            Definition definition,
            RunRequest request,
            Function<String, Optional<Secret>> vault,
            UnaryOperator<String> scrub) {
        var faults = new ArrayList<String>();
        var values = new LinkedHashMap<String, Object>();
        var secrets = new LinkedHashMap<String, Secret>();
        var given = new LinkedHashMap<>(request.params());
        for (var spec : definition.params()) {
            var value = given.remove(spec.id());
            if (spec.boundTo().isPresent()) {
                if (value != null) {
                    faults.add("\"" + spec.id() + "\" is fed by the runbook itself and cannot be given");
                }
            } else if (spec.secret()) {
                secret(spec, value, vault, faults).ifPresent(s -> secrets.put(spec.id(), s));
            } else {
                value(spec, value, faults).ifPresent(v -> values.put(spec.id(), v));
            }
        }
        given.keySet().forEach(id -> faults.add("there is no parameter \"" + id + "\""));
        if (!faults.isEmpty()) {
            throw new PreconditionFailedException("The parameters for runbook \"" + definition.id() + "\" are wrong: "
                    + scrub.apply(String.join("; ", faults)));
        }
        return new Parameters(values, secrets);
    }

    /**
     * The parameters of a run that is taken up again.
     *
     * @throws PreconditionFailedException if a secret is missing, or a journalled value does not fit any more
     */
    static Parameters again(
            Definition definition,
            Map<String, JsonNode> journalled,
            Map<String, Secret> given,
            Function<String, Optional<Secret>> vault) {
        var faults = new ArrayList<String>();
        var values = new LinkedHashMap<String, Object>();
        var secrets = new LinkedHashMap<String, Secret>();
        for (var spec : definition.params()) {
            if (spec.boundTo().isPresent()) {
                continue;
            }
            if (spec.secret()) {
                secret(spec, given.get(spec.id()), vault, faults).ifPresent(s -> secrets.put(spec.id(), s));
                continue;
            }
            var json = journalled.get(spec.id());
            if (json != null) {
                values.put(spec.id(), OutputCodec.read(Output.of(spec.type()), json, "param " + spec.id()));
            } else if (spec.defaultValue().isPresent()) {
                values.put(spec.id(), spec.defaultValue().get());
            } else {
                faults.add("the run was started without \"" + spec.id() + "\"");
            }
        }
        if (!faults.isEmpty()) {
            throw new PreconditionFailedException("The run cannot be taken up again: " + String.join("; ", faults));
        }
        return new Parameters(values, secrets);
    }

    private static Optional<Secret> secret(
            Definition.ParamSpec spec,
            @org.jspecify.annotations.Nullable Object given,
            Function<String, Optional<Secret>> vault,
            List<String> faults) {
        if (given instanceof Secret secret) {
            return Optional.of(secret);
        }
        if (given != null) {
            faults.add("\"" + spec.id() + "\" is a secret; give it as a Secret");
            return Optional.empty();
        }
        var kept = vault.apply(spec.id());
        if (kept.isEmpty()) {
            faults.add("the secret \"" + spec.id() + "\" is missing");
        }
        return kept;
    }

    /** What is most often left out, and then guessed wrong, is the zone. */
    private static String example(Class<?> type) {
        return type == Instant.class
                ? ": give date, time and the offset of the zone, as in 2026-11-20T18:45:10-05:00 or 2026-11-20T23:45:10Z"
                : "";
    }

    private static Optional<Object> value(
            Definition.ParamSpec spec, @org.jspecify.annotations.Nullable Object given, List<String> faults) {
        if (given instanceof Secret) {
            faults.add("\"" + spec.id() + "\" is not a secret parameter; a secret would be journalled");
            return Optional.empty();
        }
        if (given == null) {
            if (spec.defaultValue().isEmpty()) {
                faults.add("\"" + spec.id() + "\" is missing");
            }
            return spec.defaultValue();
        }
        Object value;
        try {
            value = OutputCodec.convert(given, spec.type());
        } catch (IllegalArgumentException e) {
            faults.add("\"" + spec.id() + "\" is no " + Output.of(spec.type()).shape() + example(spec.type()));
            return Optional.empty();
        }
        for (var demand : spec.demands()) {
            try {
                if (!demand.holds().test(value)) {
                    faults.add("\"" + spec.id() + "\" " + demand.why() + ", and is \"" + value + "\"");
                }
            } catch (RuntimeException e) {
                faults.add("\"" + spec.id() + "\" " + demand.why() + ", and \"" + value + "\" made the check fail with "
                        + e.getClass().getSimpleName());
            }
        }
        return Optional.of(value);
    }
}
