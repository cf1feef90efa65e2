package io.emrops.core.journal;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory of a given size. Needs root; a test that cannot have one is skipped and says so. */
final class Mount implements AutoCloseable {
    private final Path at;

    private Mount(Path at) {
        this.at = at;
    }

    static Mount tmpfs(Path at, String options) throws Exception {
        Files.createDirectories(at);
        assumeThat(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", at.toString()))
                .as("Only root can mount a file system")
                .isTrue();
        return new Mount(at);
    }

    void remount(String options) throws Exception {
        assumeThat(run("mount", "-o", "remount," + options, at.toString()))
                .as("Only root can mount a file system")
                .isTrue();
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws Exception {
        run("umount", "-l", at.toString());
    }
}
