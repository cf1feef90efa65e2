package io.emrops.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A script in a process of its own, as emrops-shell runs it; what it leaves lies in {@code target}. */
record ScriptProcess(int exit, String output) {
    static ScriptProcess run(Path jdk, Path script, String... args) throws Exception {
        return start(jdk, Script.class, List.of(script.toString()), args);
    }

    /** As {@code emrops-shell --docs}. */
    static ScriptProcess documents(Path directory, String... scripts) throws Exception {
        return start(Jdks.own(), Documents.class, List.of(directory.toString()), scripts);
    }

    private static ScriptProcess start(Path jdk, Class<?> main, List<String> first, String... args) throws Exception {
        var command = new ArrayList<>(List.of(
                jdk.resolve("bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                "-Djava.io.tmpdir="
                        + Files.createDirectories(Path.of("target", "scripts")).toAbsolutePath(),
                "-Demrops.root=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                Path.of("startup.jsh").toString()));
        command.addAll(first);
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("EMROPS_HOSPITAL", "embedded");
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes());
        return new ScriptProcess(process.waitFor(), output);
    }
}
