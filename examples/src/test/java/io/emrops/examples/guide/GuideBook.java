package io.emrops.examples.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The guide, which is {@code README.md} and {@code docs/*.md} of a directory, and the code that it shows. */
final class GuideBook {
    private static final Pattern SNIPPET = Pattern.compile("snippet: (\\w+#[a-z0-9-]+)");
    /** Run by ShellCommandsTest, by another test that is named, or by hand. */
    private static final Pattern SHELL = Pattern.compile("sh|sh: ScriptTest|sh: by hand");

    private static final Pattern NOT_A_FILE = Pattern.compile("[a-z]+:.*");

    private final Path root;
    private final Regions regions;
    private final List<GuidePage> pages = new ArrayList<>();

    private GuideBook(Path root, Regions regions) {
        this.root = root;
        this.regions = regions;
    }

    /** @param code the directory of the Java files */
    static GuideBook read(Path root, Path code) throws IOException {
        var book = new GuideBook(root, Regions.of(code));
        try (var docs = Files.list(root.resolve("docs"))) {
            var files = Stream.concat(Stream.of(root.resolve("README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
            for (var file : files) {
                book.pages.add(GuidePage.read(file));
            }
        }
        return book;
    }

    List<GuidePage> pages() {
        return pages;
    }

    /** What is wrong with the code, a line each. */
    List<String> codeFaults() {
        var faults = new ArrayList<>(regions.faults());
        var used = new HashSet<String>();
        for (var page : pages) {
            for (var block : page.blocks()) {
                fault(block, used).ifPresent(fault -> faults.add(place(page, block.line()) + fault));
            }
        }
        regions.texts().keySet().stream()
                .filter(name -> !used.contains(name))
                .forEach(name -> faults.add(name + " is on no page"));
        return faults;
    }

    private Optional<String> fault(GuidePage.Block block, Set<String> used) {
        if (block.language().equals("sh")) {
            return fault(!SHELL.matcher(block.comment()).matches(), "no test runs these commands, and nobody by hand");
        }
        if (!block.language().equals("java") || block.comment().equals("jsh")) {
            return Optional.empty();
        }
        var snippet = SNIPPET.matcher(block.comment());
        if (!snippet.matches()) {
            return fault(true, "this Java is not said to be a region of a test");
        }
        used.add(snippet.group(1));
        var text = regions.texts().get(snippet.group(1));
        return text == null
                ? fault(true, "there is no region " + snippet.group(1))
                : fault(!text.equals(block.text()), snippet.group(1) + " reads otherwise in the code");
    }

    private static Optional<String> fault(boolean wrong, String what) {
        return Optional.of(what).filter(w -> wrong);
    }

    /** Links to what is not there, a line each. */
    List<String> linkFaults() throws IOException {
        var faults = new ArrayList<String>();
        for (var page : pages) {
            for (var link : page.links()) {
                if (!NOT_A_FILE.matcher(link.target()).matches() && !leadsSomewhere(page, link.target())) {
                    faults.add(place(page, link.line()) + "nothing is at " + link.target());
                }
            }
        }
        return faults;
    }

    private static boolean leadsSomewhere(GuidePage page, String target) throws IOException {
        var parts = target.split("#", 2);
        var file = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]);
        return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    private static List<String> anchors(Path file) throws IOException {
        return file.toString().endsWith(".md") ? GuidePage.read(file).anchors() : List.of();
    }

    /** Pages of {@code docs} that the index does not lead to, a line each. */
    List<String> lonelyPages() {
        var index = pages.stream()
                .filter(page -> page.file().equals(root.resolve("docs/README.md")))
                .flatMap(page -> page.links().stream())
                .map(GuidePage.Link::target)
                .toList();
        return pages.stream()
                .filter(page -> page.file().getParent().endsWith("docs"))
                .map(page -> page.file().getFileName().toString())
                .filter(name -> !name.equals("README.md") && !index.contains(name))
                .toList();
    }

    /** Puts into each block what its region says. */
    void rewrite() throws IOException {
        for (var page : pages) {
            GuidePage.rewrite(page.file(), block -> {
                var snippet = SNIPPET.matcher(block.comment());
                return snippet.matches()
                        ? Optional.ofNullable(regions.texts().get(snippet.group(1)))
                        : Optional.empty();
            });
        }
    }

    private String place(GuidePage page, int line) {
        return root.relativize(page.file()).toString().replace('\\', '/') + ":" + line + ": ";
    }
}
