package io.emrops.docker.compose;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.process.LocalProcess;
import io.emrops.docker.process.ProcessEnvironment;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Calls Compose for one project, and turns its exit codes into what an operator has to know. */
public final class Compose {
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private final EngineConnection engine;
    private final Supplier<ComposeProgram> command;
    private final ComposeArguments files;
    private final Path limits;
    private final Map<String, Secret> secrets;
    private final Consumer<String> rawOutput;

    /** @param limits a further file that counts as soon as it exists */
    public Compose(
            EngineConnection engine,
            Supplier<ComposeProgram> command,
            ComposeArguments files,
            Path limits,
            Map<String, Secret> secrets,
            Consumer<String> rawOutput) {
        this.engine = engine;
        this.command = command;
        this.files = files;
        this.limits = limits;
        this.secrets = Map.copyOf(secrets);
        this.rawOutput = rawOutput;
    }

    public int major() {
        return command.get().major();
    }

    /** The files with the variables filled in; asks nobody but the files. */
    public ComposeModel model(Map<String, String> variables) {
        var read = ask(arguments().config(major()), variables);
        var model = major() >= 2 ? ComposeModel.fromJson(read) : ComposeModel.fromYaml(read);
        return model.namingBuilt(files.project(), major());
    }

    /** The limits of each service as the files give them. */
    public Map<String, DefinedLimits> limits(Map<String, String> variables) {
        return limits(arguments(), variables);
    }

    /** The limits of each service without those that are kept in the file for them. */
    public Map<String, DefinedLimits> limitsOfOthers(Map<String, String> variables) {
        return limits(files, variables);
    }

    /** The limits of each service if this file were in the place of the one that they are kept in. */
    public Map<String, DefinedLimits> limitsWith(Path draft, Map<String, String> variables) {
        return limits(files.with(draft), variables);
    }

    private Map<String, DefinedLimits> limits(ComposeArguments of, Map<String, String> variables) {
        var read = ask(of.config(major()), variables);
        return major() >= 2 ? DefinedLimits.fromJson(read) : DefinedLimits.fromYaml(read);
    }

    private ComposeArguments arguments() {
        return Files.exists(limits) ? files.with(limits) : files;
    }

    /** The hash of each service's definition, which Compose keeps with the containers and compares. */
    public Map<String, String> hashes(Map<String, String> variables) {
        return hashes(arguments(), variables);
    }

    /** The same with names of images that differ from those of the files. */
    public Map<String, String> hashes(Map<String, String> variables, Map<String, String> images) {
        if (images.isEmpty()) {
            return hashes(variables);
        }
        try (var override = OverrideFile.write(images)) {
            return hashes(arguments().with(override.path()), variables);
        }
    }

    private Map<String, String> hashes(ComposeArguments words, Map<String, String> variables) {
        var hashes = new TreeMap<String, String>();
        ask(words.hashes(), variables).lines().map(String::strip).forEach(line -> {
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
    public void up(
            Map<String, String> variables, Map<String, Integer> scales, Map<String, String> images, boolean neverPull)
            throws InterruptedException {
        up(variables, images, words -> words.up(scales, neverPull));
    }

    /**
     * Has so many containers of one service, and leaves all others as they are. New ones may not have been started yet.
     *
     * @param scales the number of the service's, and the present numbers of all that it depends on
     * @param recreate whether its containers that are not as defined are replaced
     */
    public void one(
            Map<String, String> variables,
            String service,
            Map<String, Integer> scales,
            Map<String, String> images,
            boolean neverPull,
            boolean recreate)
            throws InterruptedException {
        up(
                variables,
                images,
                words -> major() >= 2
                        ? words.create(service, scales, neverPull, recreate)
                        : words.upAlone(service, scales.getOrDefault(service, 0), recreate));
    }

    private void up(
            Map<String, String> variables, Map<String, String> images, Function<ComposeArguments, List<String>> words)
            throws InterruptedException {
        if (images.isEmpty()) {
            start(words.apply(arguments()), variables);
            return;
        }
        try (var override = OverrideFile.write(images)) {
            start(words.apply(arguments().with(override.path())), variables);
        }
    }

    private void start(List<String> words, Map<String, String> variables) throws InterruptedException {
        var what = "start the services";
        var result = run(words, variables);
        if (result.exit() != 0 && LeftTasks.remove(engine, files.project(), result.err())) {
            result = run(words, variables);
        }
        require(result, what);
    }

    public void stop(Map<String, String> variables) throws InterruptedException {
        change("stop the services", arguments().stop(), variables);
    }

    public void start(Map<String, String> variables) throws InterruptedException {
        change("start the services again", arguments().start(), variables);
    }

    public void down(Map<String, String> variables) throws InterruptedException {
        change("stop and remove the services", arguments().down(), variables);
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
        require(run(words, variables), what);
    }

    private void require(LocalProcess.Result result, String what) {
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
            var result = LocalProcess.run(call, environment(variables), files.directory());
            result.out().lines().forEach(rawOutput);
            result.err().lines().forEach(rawOutput);
            return result;
        } catch (UncheckedIOException e) {
            throw new PreconditionFailedException("Compose cannot be started: " + command.get(), e);
        }
    }

    private Map<String, String> environment(Map<String, String> variables) {
        var environment = ProcessEnvironment.ofThisProcess().with("DOCKER_HOST", engine.host(), WINDOWS);
        var certificates = engine.certificates();
        if (certificates.isPresent()) {
            environment = environment
                    .with("DOCKER_TLS_VERIFY", "1", WINDOWS)
                    .with("DOCKER_CERT_PATH", certificates.get().toString(), WINDOWS);
        }
        var all = new HashMap<>(variables);
        secrets.forEach((name, secret) -> secret.use(value -> all.put(name, new String(value))));
        for (var variable : all.entrySet()) {
            environment = environment.with(variable.getKey(), variable.getValue(), WINDOWS);
        }
        return environment.toMap();
    }
}
