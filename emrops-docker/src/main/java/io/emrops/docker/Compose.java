package io.emrops.docker;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Calls Compose for one project, and turns its exit codes into what an operator has to know. */
final class Compose {
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private final DockerEngine engine;
    private final Supplier<ComposeCommand> command;
    private final ComposeArguments arguments;
    private final Map<String, Secret> secrets;
    private final Consumer<String> rawOutput;

    Compose(
            DockerEngine engine,
            Supplier<ComposeCommand> command,
            ComposeArguments arguments,
            Map<String, Secret> secrets,
            Consumer<String> rawOutput) {
        this.engine = engine;
        this.command = command;
        this.arguments = arguments;
        this.secrets = Map.copyOf(secrets);
        this.rawOutput = rawOutput;
    }

    int major() {
        return command.get().major();
    }

    /** The files with the variables filled in; asks nobody but the files. */
    ComposeModel model(Map<String, String> variables) {
        var read = ask(arguments.config(major()), variables);
        var model = major() >= 2 ? ComposeModel.fromJson(read) : ComposeModel.fromYaml(read);
        return model.namingBuilt(arguments.project(), major());
    }

    /** The hash of each service's definition, which Compose keeps with the containers and compares. */
    Map<String, String> hashes(Map<String, String> variables) {
        var hashes = new TreeMap<String, String>();
        ask(arguments.hashes(), variables).lines().map(String::strip).forEach(line -> {
            var blank = line.indexOf(' ');
            if (blank > 0) {
                hashes.put(line.substring(0, blank), line.substring(blank + 1).strip());
            }
        });
        return hashes;
    }

    /**
     * Starts what is not running as defined.
     *
     * @param images names of images that differ from those of the files
     */
    void up(Map<String, String> variables, Map<String, Integer> scales, Map<String, String> images, boolean neverPull)
            throws InterruptedException {
        if (images.isEmpty()) {
            change("start the services", arguments.up(scales, neverPull), variables);
            return;
        }
        try (var override = OverrideFile.write(images)) {
            change("start the services", arguments.with(override.path()).up(scales, neverPull), variables);
        }
    }

    void stop(Map<String, String> variables) throws InterruptedException {
        change("stop the services", arguments.stop(), variables);
    }

    void start(Map<String, String> variables) throws InterruptedException {
        change("start the services again", arguments.start(), variables);
    }

    void down(Map<String, String> variables) throws InterruptedException {
        change("stop and remove the services", arguments.down(), variables);
    }

    private String ask(List<String> words, Map<String, String> variables) {
        try {
            var result = run(words, variables);
            if (result.exit() == 0) {
                return result.out();
            }
            var failure = ComposeFailure.of(result);
            var message =
                    "Compose cannot read the project's files: " + failure.words() + " (exit " + result.exit() + ")";
            throw failure == ComposeFailure.ENGINE_LOST
                    ? new TargetUnavailableException(message)
                    : new PreconditionFailedException(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetUnavailableException("Interrupted while Compose read the project's files", e);
        }
    }

    private void change(String what, List<String> words, Map<String, String> variables) throws InterruptedException {
        var result = run(words, variables);
        if (result.exit() == 0) {
            return;
        }
        var failure = ComposeFailure.of(result);
        if (failure == ComposeFailure.ENGINE_LOST || !engine.answers()) {
            throw new OutcomeUnknownException("The Docker engine was lost while Compose was to " + what + " (exit "
                    + result.exit() + "); ask it what runs before anything else");
        }
        throw new StepFailedException(
                "Compose could not " + what + ": " + failure.words(), null, null, "exit " + result.exit());
    }

    private LocalProcess.Result run(List<String> words, Map<String, String> variables) throws InterruptedException {
        var call = ComposeArguments.concat(command.get().words(), words);
        try {
            var result = LocalProcess.run(call, environment(variables), arguments.directory());
            result.out().lines().forEach(rawOutput);
            result.err().lines().forEach(rawOutput);
            return result;
        } catch (UncheckedIOException e) {
            throw new PreconditionFailedException("Compose cannot be started: " + command.get(), e);
        }
    }

    private Map<String, String> environment(Map<String, String> variables) {
        var environment = ComposeEnvironment.ofThisProcess().with("DOCKER_HOST", engine.host(), WINDOWS);
        var all = new HashMap<>(variables);
        secrets.forEach((name, secret) -> secret.use(value -> all.put(name, new String(value))));
        for (var variable : all.entrySet()) {
            environment = environment.with(variable.getKey(), variable.getValue(), WINDOWS);
        }
        return environment.toMap();
    }
}
