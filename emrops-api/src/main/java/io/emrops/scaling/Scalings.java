package io.emrops.scaling;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.PreconditionFailedException;
import io.emrops.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Steps and checks over a {@link Scaler}. All may be repeated, so state {@link InDoubt#rerun} or {@link InDoubt#probe}.
 *
 * <pre>{@code
 * var more = rb.step("more", "Two more instances", Scalings.scale(scaler, "api", 5));
 * rb.step("memory", "More memory", Scalings.resize(scaler, "api", Resources.unlimited().cpus("1.5").memory(mib(512))));
 * rb.verify("there", "They are there", Scalings.hasReplicas(scaler, "api", 5)).within(ofMinutes(2));
 * }</pre>
 */
public final class Scalings {
    private Scalings() {}

    /** Has this many instances run; undone by going back to as many as there were before the first attempt. */
    public static Operation<Capacity> scale(Scaler scaler, String service, int replicas) {
        requireReplicas(replicas);
        return new Scale(scaler, service, in -> replicas, Integer.toString(replicas));
    }

    /**
     * Has this many instances run; undone by going back to as many as there were before the first attempt.
     *
     * @param replicas refused in the rehearsal if it is negative
     */
    public static Operation<Capacity> scale(Scaler scaler, String service, Value<Integer> replicas) {
        return new Scale(scaler, service, in -> readReplicas(in.get(replicas)), "{" + replicas.id() + "}");
    }

    /** Gives each instance these limits, now and later; undone by bringing back exactly those of before the first attempt. */
    public static Operation<Capacity> resize(Scaler scaler, String service, Resources resources) {
        return new Resize(scaler, service, resources);
    }

    /** As many instances as this run, and have work. */
    public static Check hasReplicas(Scaler scaler, String service, int replicas) {
        requireReplicas(replicas);
        return Check.of("Service " + service + " has " + Scale.count(Integer.toString(replicas)), run -> {
            var now = scaler.capacity(service);
            var missing = scaler.previewScale(service, replicas);
            return found(service, now, missing);
        });
    }

    /** As many instances as this run, and have work. */
    public static Check hasReplicas(Scaler scaler, String service, Value<Integer> replicas) {
        return Check.of(
                "Service " + service + " has as many replicas as were asked for",
                run -> hasReplicas(scaler, service, readReplicas(run.get(replicas)))
                        .check(run));
    }

    /** As many instances as this run and have work, each has exactly these limits, and later starts keep them. */
    public static Check hasCapacity(Scaler scaler, String service, Capacity wanted) {
        Objects.requireNonNull(wanted, "wanted");
        return Check.of("Service " + service + " has " + text(wanted), run -> {
            var now = scaler.capacity(service);
            var missing = new ArrayList<>(scaler.previewScale(service, wanted.replicas()));
            missing.addAll(scaler.previewResize(service, wanted.resources()));
            return found(service, now, missing);
        });
    }

    private static Finding found(String service, Capacity now, List<String> missing) {
        return missing.isEmpty()
                ? Finding.ok("Service " + service + " has " + text(now))
                : Finding.notOk(
                        "Service " + service + " has not the capacity that it should have; it has " + text(now),
                        missing.toArray(String[]::new));
    }

    private static String text(Capacity capacity) {
        return Scale.count(Integer.toString(capacity.replicas())) + " of " + capacity.resources();
    }

    private static int readReplicas(int replicas) {
        if (replicas < 0) {
            throw new PreconditionFailedException("A service has no fewer than 0 replicas: " + replicas);
        }
        return replicas;
    }

    private static int requireReplicas(int replicas) {
        if (replicas < 0) {
            throw new IllegalArgumentException("A service has no fewer than 0 replicas: " + replicas);
        }
        return replicas;
    }
}
