package io.emrops.examples.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A page of Markdown, as lines: its fenced blocks with the comment before each, its headings and its links. */
final class GuidePage {
    private static final Pattern FENCE = Pattern.compile("```(\\w*)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|srcset|href)=\"([^\"]+)\"");

    private final Path file;
    private final List<Block> blocks = new ArrayList<>();
    private final List<String> anchors = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();

    /**
     * A fenced block.
     *
     * @param line the number of its fence, from 1
     * @param comment what the HTML comment in the line before says; empty if there is none
     */
    record Block(int line, String language, String comment, String text) {}

    /** @param line from 1 */
    record Link(int line, String target) {}

    private GuidePage(Path file) {
        this.file = file;
    }

    static GuidePage read(Path file) throws IOException {
        var page = new GuidePage(file);
        page.parse(Files.readAllLines(file));
        return page;
    }

    Path file() {
        return file;
    }

    List<Block> blocks() {
        return blocks;
    }

    /** The anchors of its headings, as GitHub makes them. */
    List<String> anchors() {
        return anchors;
    }

    List<Link> links() {
        return links;
    }

    /**
     * Writes a page with other texts in some of its blocks.
     *
     * @param texts gives the new text of a block, or empty to leave it as it is
     */
    static synchronized void rewrite(Path file, Function<Block, Optional<String>> texts) throws IOException {
        var blocks = new HashMap<Integer, Block>();
        read(file).blocks().forEach(block -> blocks.put(block.line(), block));
        var lines = Files.readAllLines(file);
        var written = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            written.add(lines.get(i));
            var block = blocks.get(i + 1);
            var text = block == null ? Optional.<String>empty() : texts.apply(block);
            if (text.isPresent()) {
                written.addAll(text.get().lines().toList());
                i += (int) block.text().lines().count();
            }
        }
        Files.writeString(file, String.join("\n", written) + "\n");
    }

    private void parse(List<String> lines) {
        var seen = new HashMap<String, Integer>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var fence = FENCE.matcher(line);
            if (fence.matches()) {
                int end = i + 1;
                while (end < lines.size() && !lines.get(end).equals("```")) {
                    end++;
                }
                var text = String.join("\n", lines.subList(i + 1, Math.min(end, lines.size())));
                blocks.add(new Block(i + 1, fence.group(1), i == 0 ? "" : comment(lines.get(i - 1)), text));
                i = end;
            } else {
                text(i + 1, line, seen);
            }
        }
    }

    private void text(int number, String line, Map<String, Integer> seen) {
        var heading = HEADING.matcher(line);
        if (heading.matches()) {
            var anchor = anchor(heading.group(1));
            var before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        var link = LINK.matcher(line);
        while (link.find()) {
            links.add(new Link(number, link.group(1) != null ? link.group(1) : link.group(2)));
        }
    }

    private static String comment(String line) {
        return line.startsWith("<!-- ") && line.endsWith(" -->") ? line.substring(5, line.length() - 4) : "";
    }

    private static String anchor(String heading) {
        var words = heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1").toLowerCase(Locale.ROOT);
        return words.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    }
}
