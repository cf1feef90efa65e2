package io.emrops.examples;

import io.emrops.Runbook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes the documents of runbooks, as {@code ./emrops-shell --docs} does: a Markdown and an HTML file for each, named by
 * the runbook's id.
 */
public final class Documents {
    /** What a script left in its variables; there is one script in a process. */
    private static final List<Runbook> FOUND = new ArrayList<>();

    private Documents() {}

    /** Takes a runbook, or the runbooks in a collection; whatever else a script has is passed over. */
    public static void find(Object value) {
        if (value instanceof Runbook runbook) {
            FOUND.add(runbook);
        } else if (value instanceof Collection<?> values) {
            values.forEach(Documents::find);
        }
    }

    /**
     * Runs scripts that define runbooks and exits with 0 if the documents of all of them were written.
     *
     * @param args the start-up file, the directory to write to, and the scripts
     */
    public static void main(String[] args) throws IOException {
        if (args.length < 3) {
            System.err.println("usage: Documents STARTUP DIRECTORY FILE...");
            System.exit(2);
        }
        System.setProperty("emrops.startup", args[0]);
        for (var file : List.of(args).subList(2, args.length)) {
            System.setProperty("emrops.script", file);
            var before = FOUND.size();
            var status = Script.runAndShow(Path.of(args[0]), Path.of(file), Documents.class.getName() + ".find");
            if (status == 0 && FOUND.size() == before) {
                System.err.println(file + " leaves no runbook in a variable");
                status = 1;
            }
            if (status != 0) {
                System.exit(status);
            }
        }
        System.exit(write(Path.of(args[1])));
    }

    private static int write(Path directory) throws IOException {
        var byId = new TreeMap<String, Runbook>();
        for (var runbook : FOUND) {
            var other = byId.put(runbook.id(), runbook);
            if (other != null && other != runbook) {
                System.err.println("Two runbooks have the id " + runbook.id());
                return 1;
            }
        }
        Files.createDirectories(directory);
        for (var runbook : byId.values()) {
            Files.writeString(directory.resolve(runbook.id() + ".md"), runbook.toMarkdown());
            var page = Files.writeString(directory.resolve(runbook.id() + ".html"), runbook.toHtml());
            System.out.println(page + "  " + runbook.title());
        }
        return 0;
    }
}
