package io.emrops.docker;

import io.emrops.Secret;
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
    String versionVariable = "";
    Duration healthyWithin = Duration.ofMinutes(2);
    Predicate<String> errorLine = ErrorLines.usual();
    Consumer<String> rawOutput = line -> {};

    @Nullable
    DockerEngine engine;

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
     * @throws IllegalStateException if there is no file or no version variable
     */
    public ComposeDeployer build() {
        if (files.isEmpty()) {
            throw new IllegalStateException("A project has at least one file");
        }
        if (versionVariable.isEmpty()) {
            throw new IllegalStateException("Which variable stands for the version has to be said: versionVariable(…)");
        }
        return new ComposeDeployer(this);
    }

    Supplier<ComposeCommand> command() {
        var chosen = command;
        return chosen != null ? () -> chosen : new Detected();
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
    private static final class Detected implements Supplier<ComposeCommand> {
        private @Nullable ComposeCommand found;

        @Override
        public synchronized ComposeCommand get() {
            var known = found;
            if (known == null) {
                found = known = ComposeCommand.detect();
            }
            return known;
        }
    }
}
