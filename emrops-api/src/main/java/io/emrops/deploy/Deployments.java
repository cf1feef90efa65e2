package io.emrops.deploy;

import io.emrops.Check;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Value;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Steps and checks over a {@link Deployer}.
 *
 * <pre>{@code
 * rb.step("pull", "Fetch the new version", Deployments.pull(compose, version));
 * var release = rb.step("deploy", "Roll out the new version", Deployments.rollOut(compose, version));
 * rb.verify("running", "All services run", Deployments.allServicesWell(compose)).within(ofMinutes(2));
 * rb.verify("logs", "No errors since", Deployments.noErrorsSince(compose, release));
 * }</pre>
 */
public final class Deployments {
    private Deployments() {}

    /** Fetches a version without touching what runs. */
    public static Operation<Done> pull(Deployer deployer, Value<String> version) {
        return new Pull(deployer, in -> in.get(version), "{" + version.id() + "}");
    }

    /** Fetches a version without touching what runs. */
    public static Operation<Done> pull(Deployer deployer, String version) {
        Objects.requireNonNull(version, "version");
        return new Pull(deployer, in -> version, version);
    }

    /** Rolls a version out; undone by going back to what ran before the first attempt. */
    public static Operation<Release> rollOut(Deployer deployer, Value<String> version) {
        return new RollOut(deployer, in -> in.get(version), "{" + version.id() + "}", Rollout.AT_ONCE);
    }

    /** Rolls a version out; undone by going back to what ran before the first attempt. */
    public static Operation<Release> rollOut(Deployer deployer, String version) {
        Objects.requireNonNull(version, "version");
        return new RollOut(deployer, in -> version, version, Rollout.AT_ONCE);
    }

    /**
     * Rolls a version out service by service, with new instances beside the old ones until they are well; undone in the same manner, by
     * going back to what ran before the first attempt.
     */
    public static Operation<Release> rollingUpdate(Deployer deployer, Value<String> version) {
        return new RollOut(deployer, in -> in.get(version), "{" + version.id() + "}", Rollout.ROLLING);
    }

    /**
     * Rolls a version out service by service, with new instances beside the old ones until they are well; undone in the same manner, by
     * going back to what ran before the first attempt.
     */
    public static Operation<Release> rollingUpdate(Deployer deployer, String version) {
        Objects.requireNonNull(version, "version");
        return new RollOut(deployer, in -> version, version, Rollout.ROLLING);
    }

    /** Restarts a service, one instance after the other; there is nothing to undo. */
    public static Operation<Done> restart(Deployer deployer, String service) {
        return new Restart(deployer, RestartRequest.rolling(service));
    }

    /** Restarts a service in the manner asked for; there is nothing to undo. */
    public static Operation<Done> restart(Deployer deployer, RestartRequest request) {
        return new Restart(deployer, Objects.requireNonNull(request, "request"));
    }

    /**
     * Restarts a service in the manner asked for. That it is not well afterwards is a result, so that a later step can try something
     * stronger; a restart that fails while the service is well, as with a balancer that does not answer, is a failure. There is nothing to undo.
     */
    public static Operation<RestartOutcome> tryRestart(Deployer deployer, RestartRequest request) {
        return new TryRestart(deployer, Objects.requireNonNull(request, "request"));
    }

    /**
     * Removes all services and creates them again exactly as they are, as the last resort; undone by bringing back what ran
     * before, should something be missing. The application is interrupted.
     */
    public static Operation<Release> recreate(Deployer deployer) {
        return new Recreate(deployer);
    }

    /**
     * Stops all services and keeps them as they are; undone by starting them again, if any ran before. Safe to repeat, so state
     * {@link InDoubt#rerun}.
     */
    public static Operation<Done> stop(Deployer deployer) {
        return new StopServices(deployer);
    }

    /**
     * Starts what was stopped and waits until it is well; undone by stopping it again, if none of it ran before. Safe to
     * repeat, so state {@link InDoubt#rerun}.
     */
    public static Operation<Done> start(Deployer deployer) {
        return new StartServices(deployer);
    }

    /** How all services are; always ok, for a look before something is done. */
    public static Check servicesReported(Deployer deployer) {
        return Check.of("How the services are is told", run -> {
            var status = deployer.status();
            var well = status.stream().filter(ServiceStatus::ok).count();
            return new Finding(
                    true,
                    status.isEmpty() ? "No service runs" : well + " of " + status.size() + " services are well",
                    status.stream().map(s -> s.service() + ": " + s.state()).toList());
        });
    }

    /** All instances of all services run and are well. */
    public static Check allServicesWell(Deployer deployer) {
        return Check.of("All services run and are well", run -> {
            var status = deployer.status();
            var bad = status.stream().filter(s -> !s.ok()).toList();
            if (status.isEmpty()) {
                return Finding.notOk("No service runs");
            }
            return bad.isEmpty()
                    ? Finding.ok("All " + status.size() + " services run and are well")
                    : Finding.notOk(
                            bad.size() + " of " + status.size() + " services are not well",
                            bad.stream()
                                    .map(s -> s.service() + ": " + s.state())
                                    .toArray(String[]::new));
        });
    }

    /** No service has logged what looks like an error since the release was rolled out. */
    public static Check noErrorsSince(Deployer deployer, Value<Release> release) {
        Function<Inputs, Release> since = in -> in.get(release);
        return Check.of("No errors in the logs since the roll-out", run -> {
            var findings = deployer.errorsSince(since.apply(run).since());
            var total = findings.stream().mapToLong(LogFinding::count).sum();
            return findings.isEmpty()
                    ? Finding.ok("No errors in the logs since the roll-out")
                    : Finding.notOk(
                            total + (total == 1 ? " error" : " errors") + " in the logs of "
                                    + findings.stream()
                                            .map(LogFinding::service)
                                            .distinct()
                                            .collect(Collectors.joining(", ")),
                            findings.stream()
                                    .limit(20)
                                    .map(f -> f.service() + ": " + f.count() + " × " + f.signature())
                                    .toArray(String[]::new));
        });
    }

    /** No setting of what runs weakens its security; say which ones are {@linkplain SecuritySettingsCheck#accepting accepted}, and why. */
    public static SecuritySettingsCheck securitySettings(SecuritySettings settings) {
        return SecuritySettingsCheck.of(settings);
    }
}
