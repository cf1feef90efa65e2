package io.emrops.docker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compose's command lines, without the words that start it. Variables and secrets go by the environment, never by these. */
record ComposeArguments(String project, List<Path> files) {
    ComposeArguments {
        files = List.copyOf(files);
    }

    /** The same, with another file that overrides the earlier ones. */
    ComposeArguments with(Path override) {
        return new ComposeArguments(project, concat(files, List.of(override)));
    }

    /** Prints the files as Compose understands them; version 2 can do so as JSON. */
    List<String> config(int major) {
        return line(major >= 2 ? List.of("config", "--format", "json") : List.of("config"));
    }

    /** Prints the hash of each service's definition. */
    List<String> hashes() {
        return line(List.of("config", "--hash", "*"));
    }

    /** Starts what is not running as defined. Always names the number of every service: Compose goes back to 1 if not told. */
    List<String> up(Map<String, Integer> scales, boolean neverPull) {
        var words = new ArrayList<>(List.of("up", "-d", "--no-build"));
        if (neverPull) {
            words.addAll(List.of("--pull", "never"));
        }
        new TreeMap<>(scales).forEach((service, n) -> words.addAll(List.of("--scale", service + "=" + n)));
        return line(words);
    }

    /** Stops all containers of the services, those that depend on others first, and keeps them. */
    List<String> stop() {
        return line(List.of("stop"));
    }

    /** Starts the containers that are there, as they are; makes none and replaces none. */
    List<String> start() {
        return line(List.of("start"));
    }

    /** Stops and removes all containers of the project, and keeps its volumes. */
    List<String> down() {
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
    Path directory() {
        return java.util.Objects.requireNonNull(files.get(0).getParent());
    }

    static <T> List<T> concat(List<T> one, List<? extends T> other) {
        return Stream.<T>concat(one.stream(), other.stream()).toList();
    }
}
