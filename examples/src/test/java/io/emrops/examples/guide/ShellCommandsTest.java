package io.emrops.examples.guide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shell commands of the guide that are marked {@code sh}, in a directory that looks like the repository. Its {@code
 * emrops-shell} does what the real one does once everything is built.
 */
@Timeout(120)
final class ShellCommandsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    static List<GuidePage.Block> commands() throws IOException {
        return GuideBook.read(ROOT, GuideTest.CODE).pages().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.comment().equals("sh"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commands_of_the_guide_succeed(GuidePage.Block commands) throws Exception {
        copyScripts(ROOT.resolve("examples"), directory.resolve("examples"));
        var shell =
                Files.writeString(directory.resolve("emrops-shell"), """
                #!/usr/bin/env bash
                set -euo pipefail
                main=Script
                if [[ $1 == --docs ]]; then
                    main=Documents
                    shift
                fi
                exec "%s/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$GUIDE_CLASS_PATH" \\
                    io.emrops.examples.$main examples/startup.jsh "$@"
                """.formatted(System.getProperty("java.home")));
        Files.setPosixFilePermissions(shell, PosixFilePermissions.fromString("rwx------"));

        var builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands.text())
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("GUIDE_CLASS_PATH", System.getProperty("java.class.path"));
        builder.environment().put("EMROPS_HOSPITAL", "embedded");
        builder.environment().put("EMROPS_DIRECTORY", directory.resolve("shell").toString());
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
    }

    private static void copyScripts(Path from, Path to) throws IOException {
        for (var scripts : List.of(Path.of(""), Path.of("runbooks"))) {
            Files.createDirectories(to.resolve(scripts));
            try (var files = Files.newDirectoryStream(from.resolve(scripts), "*.jsh")) {
                for (var file : files) {
                    Files.copy(file, to.resolve(from.relativize(file)));
                }
            }
        }
    }
}
