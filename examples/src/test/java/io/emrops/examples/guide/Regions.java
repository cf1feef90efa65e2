package io.emrops.examples.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The tagged regions of Java files, from {@code // tag::name[]} to {@code // end::name[]}, by {@code Class#name} and without
 * their common indentation. Regions may lie in one another; the lines with the tags belong to none.
 */
final class Regions {
    private static final Pattern TAG = Pattern.compile("\\s*// (tag|end)::([a-z0-9-]+)\\[\\]");

    private static final Pattern LITERAL_OR_COMMENT =
            Pattern.compile("\"(\\\\.|[^\"\\\\\\n])*\"|'(\\\\.|[^'\\\\])'|//[^\\n]*");

    private final Map<String, String> texts = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    private Regions() {}

    static Regions of(Path directory) throws IOException {
        var regions = new Regions();
        try (var files = Files.list(directory)) {
            for (var file :
                    files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                regions.read(file);
            }
        }
        return regions;
    }

    Map<String, String> texts() {
        return texts;
    }

    List<String> faults() {
        return faults;
    }

    private void read(Path file) throws IOException {
        var type = file.getFileName().toString().replace(".java", "");
        var open = new TreeMap<String, List<String>>();
        for (var line : Files.readAllLines(file)) {
            var tag = TAG.matcher(line);
            if (!tag.matches()) {
                open.values().forEach(lines -> lines.add(line));
            } else if (tag.group(1).equals("tag")) {
                begin(type + "#" + tag.group(2), open);
            } else {
                end(type + "#" + tag.group(2), open);
            }
        }
        open.keySet().forEach(name -> faults.add(name + " is not ended"));
    }

    private void begin(String name, Map<String, List<String>> open) {
        if (texts.containsKey(name) || open.put(name, new ArrayList<>()) != null) {
            faults.add(name + " is there twice");
        }
    }

    private void end(String name, Map<String, List<String>> open) {
        var lines = open.remove(name);
        if (lines == null) {
            faults.add(name + " ends without a beginning");
        } else {
            var text = String.join("\n", lines).stripIndent().strip();
            if (!isWhole(text)) {
                faults.add(name + " leaves a brace open, or closes one too many");
            }
            texts.put(name, text);
        }
    }

    private static boolean isWhole(String text) {
        var code = LITERAL_OR_COMMENT.matcher(text).replaceAll("");
        return code.chars().filter(c -> c == '{').count()
                == code.chars().filter(c -> c == '}').count();
    }
}
