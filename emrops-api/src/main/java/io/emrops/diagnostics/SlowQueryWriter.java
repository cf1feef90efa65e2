package io.emrops.diagnostics;

import io.emrops.internal.ReportWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Writes the texts of slow queries to one file, and each plan to one of its own. The file with the texts has its name last. */
final class SlowQueryWriter implements Closeable {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final String name;
    private final ReportWriter texts;
    private final List<ReportFile> plans = new ArrayList<>();
    private int queries;

    SlowQueryWriter(Path directory, SlowQueries found) throws IOException {
        this.directory = directory;
        this.name = "slow-queries-" + found.database().replaceAll("[^A-Za-z0-9_-]", "_") + "-"
                + MOMENT.format(found.until());
        this.texts = ReportWriter.create(directory, name, ".sql");
        texts.write("-- Slow queries of " + printable(found.database()) + ", by " + found.source() + ", "
                + found.since() + " to " + found.until() + "\n-- Literals were taken out.\n");
        for (var remark : found.remarks()) {
            texts.write("-- " + printable(remark) + "\n");
        }
    }

    void write(QueryDetails details) throws IOException {
        queries++;
        texts.write("\n-- " + queries + ". " + printable(details.query().toString()) + "\n-- last executed "
                + details.query().lastExecuted() + ", hash "
                + printable(details.query().hash()) + "\n");
        if (details.plan().isPresent()) {
            plans.add(plan(details.plan().get()));
        }
        texts.write(details.text().orElse("-- The text is not known.") + "\n");
    }

    private ReportFile plan(String xml) throws IOException {
        try (var file = ReportWriter.create(directory, name + "-" + queries, ".sqlplan")) {
            file.write(xml);
            texts.write("-- plan in " + file.name() + "\n");
            return file(file.finish(), 1);
        }
    }

    /** What was written: the texts first. */
    List<ReportFile> finish() throws IOException {
        var all = new ArrayList<ReportFile>();
        all.add(file(texts.finish(), queries));
        all.addAll(plans);
        return all;
    }

    private static ReportFile file(ReportWriter.Written written, int queries) {
        return new ReportFile(written.path(), queries, written.bytes(), written.sha256());
    }

    /** A line stays a comment. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}|[\\u2028\\u2029\\u0085]", " ");
    }

    @Override
    public void close() throws IOException {
        texts.close();
    }
}
