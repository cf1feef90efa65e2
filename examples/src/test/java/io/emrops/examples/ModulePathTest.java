package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application with a module descriptor, on the module path. */
final class ModulePathTest {
    private static final Pattern MODULES = Pattern.compile(
            "emrops-(api|core|mail|terminal)|jline-|angus-|jakarta\\.(mail|activation)-|jackson-|resilience4j-|slf4j-|jspecify");

    @TempDir
    Path directory;

    @Test
    void an_application_with_a_module_descriptor_runs_runbooks_and_is_told_what_to_open() throws Exception {
        write("module-info.java", """
                module hospital.app {
                    requires io.emrops.core;
                    requires io.emrops.mail;
                    requires io.emrops.terminal;
                    exports hospital.app;
                    opens hospital.app.open to com.fasterxml.jackson.databind;
                }
                """);
        write("hospital/app/open/Wave.java", "package hospital.app.open; public record Wave(String name) {}");
        write("hospital/app/shut/Wave.java", "package hospital.app.shut; public record Wave(String name) {}");
        write("hospital/app/Main.java", """
                package hospital.app;

                import io.emrops.*;
                import io.emrops.core.Emrops;
                import io.emrops.mail.MailNotifier;
                import io.emrops.notice.Notice;
                import java.nio.file.Path;

                public class Main {
                    public static void main(String[] args) throws Exception {
                        try {
                            MailNotifier.host("relay.invalid").from("ops@hospital.example")
                                    .audience("stakeholders", "cio@hospital.example").build()
                                    .send(new Notice("stakeholders", "Änderung", "Tonight"), "key");
                        } catch (TargetUnavailableException e) {
                            System.out.println(e.getMessage());
                        }
                        try (var terminal = io.emrops.terminal.OperatorTerminal.open();
                                var engine = Emrops.builder(Path.of(args[0])).listener(terminal).build()) {
                            var open = Runbook.define("open", "Open", rb -> {
                                var wave = rb.step("wave", "Wave", hospital.app.open.Wave.class,
                                        run -> new hospital.app.open.Wave("first")).nothingToUndo("it only chooses");
                                rb.verify("read", "Read", run -> Finding.ok(run.get(wave).name()));
                            });
                            var report = terminal.attend(engine.start(open, RunRequest.by("m.meier")));
                            System.out.println(report.state());
                            System.out.println(report.toJson().contains("schemaVersion") + " " + report.toHtml().length());
                            var shut = Runbook.define("shut", "Shut", rb -> rb.step("wave", "Wave",
                                    hospital.app.shut.Wave.class, run -> new hospital.app.shut.Wave("first"))
                                    .nothingToUndo("it only chooses"));
                            System.out.println(engine.start(shut, RunRequest.by("m.meier")).await().verdict());
                        } catch (EmropsException e) {
                            System.out.println(e.getMessage());
                        }
                    }
                }
                """);
        var modules = List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                .filter(entry -> MODULES.matcher(entry).find() && !entry.contains("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        var classes = directory.resolve("classes").toString();
        var sources = List.of("module-info", "hospital/app/Main", "hospital/app/open/Wave", "hospital/app/shut/Wave");
        var compile = new java.util.ArrayList<>(List.of("-p", modules, "-d", classes));
        sources.forEach(s -> compile.add(directory.resolve("src/" + s + ".java").toString()));
        assertThat(ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(System.out, System.err, compile.toArray(String[]::new)))
                .isZero();

        var output = Stack.run(
                List.of(
                        Jdks.own().resolve("bin/java").toString(),
                        "-p",
                        modules + File.pathSeparator + classes,
                        "-m",
                        "hospital.app/hospital.app.Main",
                        directory.resolve("emrops").toString()),
                Map.of());

        assertThat(output)
                .contains("SUCCEEDED")
                .anyMatch(line -> line.startsWith("smtp relay.invalid:587 did not answer"))
                .anyMatch(line -> line.matches("true \\d{4,}"))
                .anyMatch(line -> line.contains(
                        "module hospital.app says: opens hospital.app.shut to com.fasterxml.jackson.databind;"));
    }

    private void write(String name, String source) throws Exception {
        var file = directory.resolve("src").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
    }
}
