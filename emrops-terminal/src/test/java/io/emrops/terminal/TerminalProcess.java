package io.emrops.terminal;

import static java.time.Duration.ofMillis;

import io.emrops.Backoff;
import io.emrops.Finding;
import io.emrops.Items;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.TargetUnavailableException;
import io.emrops.core.Emrops;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a terminal of its own, for {@link TmuxIT}: attends a run and prints how it ended. */
final class TerminalProcess {
    private TerminalProcess() {}

    /**
     * @param args the directory of the engine; what kind of run; a directory in which a file by the name of a step lets it
     *     go on
     */
    public static void main(String[] args) throws Exception {
        var gates = Path.of(args[2]);
        var runbook = switch (args[1]) {
            case "deployment" -> deployment(gates);
            case "long" -> longOne(gates);
            default -> throw new IllegalArgumentException(args[1]);
        };
        try (var terminal =
                        OperatorTerminal.builder().directory(Path.of(args[0])).open();
                var engine = Emrops.builder(Path.of(args[0])).listener(terminal).build()) {
            System.out.println("before the run");
            try {
                var report = terminal.attend(
                        engine.start(runbook, RunRequest.by("m.meier").because("CHG-4711")));
                System.out.println("ended as " + report.state());
            } catch (OperatorLeftException e) {
                System.out.println("left: " + e.getMessage());
            }
        }
        System.out.println("closed");
    }

    private static Runbook deployment(Path gates) {
        return Runbook.define("emrnext-deploy", "Deploy EMRNext", rb -> {
            rb.section("Before the deployment");
            rb.manual("change-log", "Change log and impact assessment reviewed").note("Read https://wiki/change-log");
            rb.require("disk", "Room for the backup", run -> Finding.ok("80 GiB"));
            rb.section("Deployment");
            rb.lock("emrnext");
            rb.action("backup", "Back up the database 診療録データベース", run -> {
                        for (int i = 0; i <= 20; i++) {
                            run.progress().report(i * 100L << 20, 2000L << 20, "bytes written");
                            run.log("10 percent processed \u001b[2J and more");
                            TimeUnit.MILLISECONDS.sleep(Integer.getInteger("pace", 10));
                        }
                        hold(gates, "backup");
                    })
                    .nothingToUndo("a backup changes nothing");
            rb.action("roll-out", "Roll out the new version", run -> {
                        if (run.attempt() == 1) {
                            throw new TargetUnavailableException("The registry does not answer");
                        }
                        hold(gates, "roll-out");
                    })
                    .attempts(3, Backoff.fixed(ofMillis(1500)))
                    .undo(run -> hold(gates, "undo"));
            rb.forEach(
                            "restart",
                            "Restart {item}",
                            Items.of(List.of("app-01", "app-02", "app-03"), s -> s),
                            (run, item) -> hold(gates, "restart"))
                    .atMost(2)
                    .nothingToUndo("a restart changes no version");
            rb.section("Verification");
            rb.verify("health", "The API answers", run -> Finding.notOk("status is 503"));
        });
    }

    private static Runbook longOne(Path gates) {
        return Runbook.define("long", "A long one", rb -> {
            for (int i = 1; i <= 60; i++) {
                var name = "step-" + i;
                if (i % 10 == 1) {
                    rb.section("Part " + (i / 10 + 1));
                }
                rb.action(name, "Step number " + i + " of a long list", run -> hold(gates, name))
                        .nothingToUndo("nothing");
            }
        });
    }

    private static void hold(Path gates, String name) throws Exception {
        while (!Files.exists(gates.resolve(name)) && !Files.exists(gates.resolve("all"))) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
