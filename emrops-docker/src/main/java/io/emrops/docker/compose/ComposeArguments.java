package io.emrops.docker.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compose's command lines, without the words that start it. Variables and secrets go by the environment, never by these. */
public record ComposeArguments(String project, List<Path> files) {
    public ComposeArguments {
        files = List.copyOf(files);
    }

    /** The same, with another file that overrides the earlier ones. */
    public ComposeArguments with(Path override) {
        return new ComposeArguments(project, concat(files, List.of(override)));
    }

    /** Prints the files as Compose understands them; version 2 can do so as JSON. */
    public List<String> config(int major) {
        return line(major >= 2 ? List.of("config", "--format", "json") : List.of("config"));
    }

    /** Prints the hash of each service's definition. */
    public List<String> hashes() {
        return line(List.of("config", "--hash", "*"));
    }

    /** Starts what is not running as defined. Always names the number of every service: Compose goes back to 1 if not told. */
    public List<String> up(Map<String, Integer> scales, boolean neverPull) {
        var words = new ArrayList<>(List.of("up", "-d", "--no-build"));
        if (neverPull) {
            words.addAll(List.of("--pull", "never"));
        }
        words.addAll(scaled(scales));
        return line(words);
    }

    /**
     * Has the containers of one service as defined, in this number, without starting any. Those that it depends on are named with their
     * present number: left out by {@code --no-deps}, Compose 2 would make containers of another hash, and the next {@code up} would replace
     * them all.
     */
    public List<String> create(String service, Map<String, Integer> scales, boolean neverPull, boolean recreate) {
        var words = new ArrayList<>(List.of("up", "--no-start", "--no-build"));
        if (neverPull) {
            words.addAll(List.of("--pull", "never"));
        }
        if (!recreate) {
            words.add("--no-recreate");
        }
        words.addAll(scaled(scales));
        words.add(service);
        return line(words);
    }

    /** The same for Compose 1, which starts them too. */
    public List<String> upAlone(String service, int count, boolean recreate) {
        var words = new ArrayList<>(List.of("up", "-d", "--no-build", "--no-deps"));
        if (!recreate) {
            words.add("--no-recreate");
        }
        words.addAll(scaled(Map.of(service, count)));
        words.add(service);
        return line(words);
    }

    private static List<String> scaled(Map<String, Integer> scales) {
        var words = new ArrayList<String>();
        new TreeMap<>(scales).forEach((service, n) -> words.addAll(List.of("--scale", service + "=" + n)));
        return words;
    }

    /** Stops all containers of the services, those that depend on others first, and keeps them. */
    public List<String> stop() {
        return line(List.of("stop"));
    }

    /** Starts the containers that are there, as they are; makes none and replaces none. */
    public List<String> start() {
        return line(List.of("start"));
    }

    /** Stops and removes all containers of the project, and keeps its volumes. */
    public List<String> down() {
        return line(List.of("down", "--remove-orphans"));
    }

    private List<String> line(List<String> command) {
        var words = new ArrayList<String>();
        words.addAll(List.of("--ansi", "never", "--project-name", project));
        words.addAll(List.of("--project-directory", directory().toString()));
        files.forEach(f -> words.addAll(List.of("--file", f.toString())));
        words.addAll(command);
        return List.copyOf(words);
    }

    /** What relative paths in the files are relative to. */
    public Path directory() {
        return java.util.Objects.requireNonNull(files.get(0).getParent());
    }

    public static <T> List<T> concat(List<T> one, List<? extends T> other) {
        return Stream.<T>concat(one.stream(), other.stream()).toList();
    }
}
