package io.emrops.examples;

import io.emrops.DataSize;
import io.emrops.Engine;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunInfo;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.core.health.Disk;
import io.emrops.core.http.Http;
import io.emrops.core.terminal.ProgressPrinter;
import io.emrops.runbooks.DeploymentRunbook;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code ./emrops-shell} has at hand as {@code shell}: an engine that remembers its runs from one session to the next,
 * a hospital to try things on, and short ways to list, resume, undo and report runs.
 *
 * <pre>{@code
 * shell.start(shell.deployment(), RunRequest.by("m.meier").with("version", "2.0.0"))
 * shell.questions()
 * shell.report()
 * }</pre>
 *
 * <p>Nothing is opened before it is used. Safe for use by several threads.
 */
public final class Shell {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Path directory;
    private final PrintStream out;
    private final Map<String, Runbook> runbooks = new TreeMap<>();
    private Optional<Engine> engine = Optional.empty();
    private Optional<Hospital> hospital = Optional.empty();

    private Shell(Path directory, PrintStream out) {
        this.directory = Objects.requireNonNull(directory, "directory");
        this.out = Objects.requireNonNull(out, "out");
    }

    /** The shell of a directory: journal, locks, hospital and reports are in there. */
    public static Shell in(Path directory, PrintStream out) {
        return new Shell(directory, out);
    }

    /** The shell of {@code EMROPS_DIRECTORY}, else of {@code .emrops/shell} beside {@code emrops-shell}. */
    public static Shell here() {
        var named = System.getenv("EMROPS_DIRECTORY");
        var directory = named == null || named.isBlank()
                ? Path.of(System.getProperty("emrops.root", "."), ".emrops", "shell")
                : Path.of(named);
        return in(directory, System.out);
    }

    /** The ten calls that matter. */
    public void help() {
        out.print("""
                 1  var book = Runbook.define(id, title, rb -> {...})    a runbook of your own: rb.param, require, step,
                                                                        action, manual, approval, verify, forEach, ...
                 2  var book = shell.deployment()                        or a ready one, on a hospital to try things on
                 3  var request = RunRequest.by("you").because("CHG-1").with("version", "2.0.0")
                 4  shell.show(book)                                     the document people read
                 5  shell.rehearse(book, request)                        what it would change; nothing is touched
                 6  shell.start(book, request)                           run it; it goes on while you type
                 7  shell.questions()                                    what people are asked, and how to answer
                 8  shell.runs()                                         all runs, also of earlier sessions
                 9  shell.resume(id), shell.undo(id)                     go on after a crash or a pause; take back
                10  shell.report() or shell.report(id)                   verdict, what to do now, and the whole story

                Steps do their work by Deployments, Backups, Databases, Notices, Commands, Http, Disk, or by your own code;
                on ComposeDeployer.project(name), MailNotifier.host(relay), DataSourceDatabase, or EmbeddedHospital.start().
                """);
        out.println("Journal and reports: " + directory.toAbsolutePath().normalize());
        out.println("A line that begins with a dot does not continue the line before it; an open brace does.");
        out.println("Scripts: /open examples/first.jsh, or ./emrops-shell examples/release.jsh outside of here.");
    }

    /** The engine of this shell. It is closed when the process ends; its runs can be resumed then. */
    public synchronized Engine engine() {
        if (engine.isEmpty()) {
            var opened = Emrops.builder(directory.resolve("emrops"))
                    .listener(ProgressPrinter.to(out))
                    .build();
            Runtime.getRuntime().addShutdownHook(new Thread(opened::close, "emrops-shell-end"));
            engine = Optional.of(opened);
        }
        return engine.orElseThrow();
    }

    /** A hospital to try things on, which outlives the session. */
    public synchronized Hospital hospital() throws InterruptedException {
        if (hospital.isEmpty()) {
            var opened = Hospital.open(directory.resolve("hospital"));
            out.println("EMRNext runs on " + opened.describe() + ".");
            hospital = Optional.of(opened);
        }
        return hospital.orElseThrow();
    }

    /** The deployment of EMRNext on {@link #hospital}; 2.0.0 and 2.2.0 become well, 2.1.0 does not. */
    public Runbook deployment() throws InterruptedException {
        var there = hospital();
        return know(DeploymentRunbook.of("emrnext-deploy", "Deploy EMRNext", there.deployer())
                .checklist("change-log", "Change log and impact assessment reviewed")
                .require("disk", "Room for the backup", Disk.of(directory).hasFree(DataSize.mib(100)))
                .lock("emrnext")
                .backup(there.backups(), "EMRNext")
                .wellWithin(Duration.ofSeconds(20))
                .verify("health", "The API answers", Http.get(there.healthUrl()).expectJson("status", "healthy"))
                .build());
    }

    /** Lets runs of this runbook be resumed by their id alone; whatever is shown, rehearsed or started here is known. */
    public synchronized Runbook know(Runbook runbook) {
        runbooks.put(runbook.id(), runbook);
        return runbook;
    }

    /** Prints the document. */
    public void show(Runbook runbook) {
        out.println(know(runbook).toMarkdown());
    }

    /** Prints what a run would change. */
    public void rehearse(Runbook runbook, RunRequest request) {
        out.println(engine().plan(know(runbook), request).toMarkdown());
    }

    /** Starts a run, which goes on while more is typed. */
    public Run start(Runbook runbook, RunRequest request) {
        return engine().start(know(runbook), request);
    }

    /** Goes on with a run in the name of whoever started it. */
    public Run resume(String runId) {
        return engine().resume(runbookOf(runId), runId);
    }

    /** Undoes a run in the name of whoever started it. */
    public Run undo(String runId) {
        var by = engine().report(runId).startedBy();
        return engine().undo(runbookOf(runId), runId, ResumeRequest.by(by));
    }

    private synchronized Runbook runbookOf(String runId) {
        var id = engine().report(runId).runbookId();
        var runbook = runbooks.get(id);
        if (runbook == null) {
            throw new IllegalArgumentException("Run " + runId + " is of the runbook " + id
                    + ", which this shell has not seen: define it, then shell.know(runbook)");
        }
        return runbook;
    }

    /** Prints all runs of the store, oldest first. */
    public void runs() {
        var runs = engine().runs();
        if (runs.isEmpty()) {
            out.println("No runs yet in " + directory);
        }
        runs.forEach(run -> out.println(line(run)));
    }

    private static String line(RunInfo run) {
        return run.known()
                .map(known -> String.format(
                        "%-24s %-18s %-16s %s by %s%s",
                        known.runId(),
                        known.runbookId(),
                        known.state(),
                        TIME.format(known.startedAt()),
                        known.startedBy(),
                        known.live() ? ", at work here" : ""))
                .orElseGet(() -> String.format("%-24s cannot be read: %s", run.runId(), run));
    }

    /** Prints what people are asked by the runs at work here, and how to answer. */
    public void questions() {
        var asked = engine().runs().stream()
                .flatMap(run -> engine().run(run.runId()).stream())
                .filter(run -> !run.questions().isEmpty())
                .toList();
        if (asked.isEmpty()) {
            out.println("Nobody is asked anything.");
        }
        for (var run : asked) {
            out.println(run.id() + ":");
            run.questions().forEach(question -> {
                out.println("  " + question.text() + " (" + question.group() + ")");
                question.details().forEach(detail -> out.println("    " + detail));
            });
            run.report().next().forEach(next -> out.println("  > " + next));
            out.println("  run is shell.run(\"" + run.id() + "\")");
        }
    }

    /** A run that is at work here. */
    public Run run(String runId) {
        return engine().run(runId)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Run " + runId + " is not at work here; shell.resume(\"" + runId + "\") goes on with it"));
    }

    /** Reports the youngest run. */
    public void report() {
        var runs = engine().runs();
        if (runs.isEmpty()) {
            out.println("No runs yet in " + directory);
        } else {
            report(runs.get(runs.size() - 1).runId());
        }
    }

    /** Prints the verdict of a run and what to do now, and writes the whole story to files. */
    public void report(String runId) {
        var report = engine().report(runId);
        out.println(report.verdict());
        report.next().forEach(next -> out.println("  > " + next));
        try {
            out.println("The whole story: " + write(report));
        } catch (IOException e) {
            throw new UncheckedIOException("The report of " + runId + " cannot be written", e);
        }
    }

    /** @return the file for people */
    private Path write(Report report) throws IOException {
        var reports = Files.createDirectories(directory.resolve("reports"));
        Files.writeString(reports.resolve(report.runId() + ".md"), report.toMarkdown());
        Files.writeString(reports.resolve(report.runId() + ".json"), report.toJson());
        Files.writeString(reports.resolve(report.runId() + ".xml"), report.toJUnitXml());
        return Files.writeString(reports.resolve(report.runId() + ".html"), report.toHtml())
                .toAbsolutePath()
                .normalize();
    }
}
