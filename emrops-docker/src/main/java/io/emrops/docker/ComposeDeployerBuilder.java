package io.emrops.docker;

import io.emrops.Secret;
import io.emrops.docker.compose.ComposeProgram;
import io.emrops.docker.log.ErrorLines;
import io.emrops.docker.route.Route;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says how a project is deployed. Bad settings throw here; whether the files, Compose and the engine are there shows at the first call. */
public final class ComposeDeployerBuilder {
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]*");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    final String project;
    final List<Path> files = new ArrayList<>();
    final Map<String, String> variables = new HashMap<>();
    final Map<String, Secret> secrets = new HashMap<>();
    final Set<String> finishing = new HashSet<>();
    final List<Route> routes = new ArrayList<>();
    String reachedAt = "";
    Duration drainWithin = Duration.ofSeconds(30);
    int surge = Integer.MAX_VALUE;
    String versionVariable = "";
    Duration healthyWithin = Duration.ofMinutes(2);
    Predicate<String> errorLine = ErrorLines.usual();
    Consumer<String> rawOutput = line -> {};

    @Nullable
    DockerEngine engine;

    private @Nullable Path overrides;
    private @Nullable ComposeCommand command;

    ComposeDeployerBuilder(String project) {
        if (!PROJECT.matcher(Objects.requireNonNull(project, "project")).matches()) {
            throw new IllegalArgumentException(
                    "Compose takes lower case letters, digits, - and _ for the name of a project, not: " + project);
        }
        this.project = project;
    }

    /** A Compose file; call it again for files that override earlier ones. Relative paths in them are relative to the first. */
    public ComposeDeployerBuilder file(Path file) {
        files.add(file.toAbsolutePath().normalize());
        return this;
    }

    /**
     * The Compose file in which emrops keeps {@linkplain ComposeDeployer#scaler limits that were changed}. It is JSON, counts behind the other
     * files as soon as it exists, and is made at the first change. What else it holds is kept, and is journalled for the undo, so it holds no
     * secrets. If not called, it lies beside the first file and is named as that, such as {@code docker-compose.emrops.json}.
     *
     * <p>Whoever calls Compose by hand names it as the last {@code -f}; or it is called {@code docker-compose.override.yml} here, which
     * Compose takes by itself where no {@code -f} is given.
     */
    public ComposeDeployerBuilder overrides(Path file) {
        this.overrides = file.toAbsolutePath().normalize();
        return this;
    }

    /** The variable that stands for the version in the files, as in {@code image: emr/api:${EMR_VERSION}}. */
    public ComposeDeployerBuilder versionVariable(String name) {
        versionVariable = requireFree(name);
        return this;
    }

    /** A setting that the files use. It is kept with the release, and journalled. */
    public ComposeDeployerBuilder variable(String name, String value) {
        variables.put(requireFree(name), Objects.requireNonNull(value, "value"));
        return this;
    }

    /** A secret that the files use. It goes into Compose's environment, and is kept nowhere. */
    public ComposeDeployerBuilder secretVariable(String name, Secret value) {
        secrets.put(requireFree(name), Objects.requireNonNull(value, "value"));
        return this;
    }

    /** Which Compose; if not called, {@link ComposeCommand#detect} at the first need. */
    public ComposeDeployerBuilder compose(ComposeCommand chosen) {
        this.command = Objects.requireNonNull(chosen, "chosen");
        return this;
    }

    /** Which engine; it stays the caller's to close. If not called, {@link DockerEngine#local}, closed with the deployer. */
    public ComposeDeployerBuilder engine(DockerEngine chosen) {
        this.engine = Objects.requireNonNull(chosen, "chosen");
        return this;
    }

    /** How long services may take to become well after they were started; 2 minutes if not called. */
    public ComposeDeployerBuilder healthyWithin(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("The time to become well must be positive: " + time);
        }
        this.healthyWithin = time;
        return this;
    }

    /**
     * Makes the instances of a service the servers of a load balancer's pool. Whatever this deployer does, an instance is registered
     * when it is well, and drained before it is stopped. Its endpoint is the port of the host that the container's port is published at, so
     * the files have to publish it, best at a free one as in {@code "127.0.0.1::8080"}. Servers of the pool that were not registered
     * by this deployer are left alone. Call it again for more services, or more balancers of one.
     *
     * @param port of the container
     * @throws IllegalArgumentException if the service is said to be in this pool already
     */
    public ComposeDeployerBuilder behind(String service, int port, LoadBalancer balancer, String pool) {
        var route = new Route(service, port, balancer, pool);
        if (routes.stream()
                .anyMatch(r -> r.service().equals(service)
                        && r.balancer().equals(balancer)
                        && r.pool().equals(pool))) {
            throw new IllegalArgumentException("Service " + service + " is in pool " + pool + " already");
        }
        routes.add(route);
        return this;
    }

    /**
     * The host name or address under which balancers reach ports that are published on all addresses of the engine's host; of a
     * name, they are told the address that it has here. If not called, the host of the engine's own address, or {@code 127.0.0.1} for a socket or a pipe. Ports that are published on one address
     * are reached there.
     */
    public ComposeDeployerBuilder reachedAt(String host) {
        this.reachedAt = new Endpoint(host, 1).host();
        return this;
    }

    /** How long open sessions of an instance may go on before it is stopped; 30 seconds if not called. Those that are left are cut. */
    public ComposeDeployerBuilder drainWithin(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("The time to drain is not negative: " + time);
        }
        this.drainWithin = time;
        return this;
    }

    /**
     * How many new instances of a service a rolling roll-out may have beside the old ones at a time. If not called, as many as there are to
     * be: the fastest way, for which the host has to bear all of them twice.
     */
    public ComposeDeployerBuilder surge(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("A rolling roll-out needs room for at least one instance more: " + most);
        }
        this.surge = most;
        return this;
    }

    /** Services that do their work and end, such as one that prepares a database: they are well when they ended with code 0. */
    public ComposeDeployerBuilder finishing(String... services) {
        finishing.addAll(List.of(services));
        return this;
    }

    /**
     * Which lines of the logs look like errors. If not called: those whose level says so (error, fatal, critical, severe,
     * panic or emergency, in plain text, {@code level=error} or JSON); and, of those without a level, the ones that speak
     * of an exception, an error, a panic or a failure, except for "0 errors" and the like.
     */
    public ComposeDeployerBuilder errorLine(Predicate<String> rule) {
        this.errorLine = Objects.requireNonNull(rule, "rule");
        return this;
    }

    /**
     * Takes what Compose prints, line by line, for debugging. It may hold secrets: Compose quotes what it was given. If not
     * called, it is not kept.
     */
    public ComposeDeployerBuilder rawOutput(Consumer<String> sink) {
        this.rawOutput = Objects.requireNonNull(sink, "sink");
        return this;
    }

    /**
     * @throws IllegalStateException if there is no file or no version variable, or {@link #overrides} is one of the files
     */
    public ComposeDeployer build() {
        if (files.isEmpty()) {
            throw new IllegalStateException("A project has at least one file");
        }
        if (versionVariable.isEmpty()) {
            throw new IllegalStateException("Which variable stands for the version has to be said: versionVariable(…)");
        }
        if (files.contains(limits())) {
            throw new IllegalStateException(
                    "What limits are kept in is a file of its own, behind the others: " + limits());
        }
        return new ComposeDeployer(this);
    }

    Supplier<ComposeProgram> program() {
        var chosen = command;
        return chosen != null ? chosen::program : new Detected();
    }

    /** @param engine its address */
    String hostOf(String engine) {
        if (!reachedAt.isEmpty()) {
            return reachedAt;
        }
        var host = engine.startsWith("tcp:") ? URI.create(engine).getHost() : null;
        return host == null ? "127.0.0.1" : host.replaceAll("[\\[\\]]", "");
    }

    Path limits() {
        var chosen = overrides;
        if (chosen != null) {
            return chosen;
        }
        var first = files.get(0);
        var name = Objects.requireNonNull(first.getFileName()).toString();
        var dot = name.lastIndexOf('.');
        return first.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".emrops.json");
    }

    private String requireFree(String name) {
        if (!VARIABLE.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException("A variable has letters, digits and _ in its name, not: " + name);
        }
        if (variables.containsKey(name) || secrets.containsKey(name) || versionVariable.equals(name)) {
            throw new IllegalArgumentException("The variable " + name + " is given twice");
        }
        return name;
    }

    /** Looks for Compose once. */
    private static final class Detected implements Supplier<ComposeProgram> {
        private @Nullable ComposeProgram found;

        @Override
        public synchronized ComposeProgram get() {
            var known = found;
            if (known == null) {
                found = known = ComposeCommand.detect().program();
            }
            return known;
        }
    }
}
