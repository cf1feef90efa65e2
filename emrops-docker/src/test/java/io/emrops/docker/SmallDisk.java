package io.emrops.docker;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.emrops.docker.process.LocalProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system in memory with little room. Needs root; a test that cannot have one is skipped and says so. */
public final class SmallDisk implements AutoCloseable {
    private final Path at;

    private SmallDisk(Path at) {
        this.at = at;
    }

    /** Mounts one of 128 KiB. */
    public static SmallDisk at(Path at) throws Exception {
        return at(at, "size=128k,mode=700");
    }

    /** @param options of tmpfs, such as {@code nr_inodes=2} for one that has no room for a directory */
    public static SmallDisk at(Path at, String options) throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("the user, as only root mounts a small disk")
                .isEqualTo("root");
        assumeThat(Files.isExecutable(Path.of("/bin/mount"))).as("mount").isTrue();
        Files.createDirectories(at);
        run("mount", "-t", "tmpfs", "-o", options, "tmpfs", at.toString());
        return new SmallDisk(at);
    }

    /** Leaves no room for a single byte. */
    public void fill() throws IOException {
        try (var out = Files.newOutputStream(at.resolve("full"))) {
            for (var i = 0; i < 1 << 20; i++) {
                out.write(i);
            }
            throw new IllegalStateException("There is room for all that");
        } catch (IOException e) {
            // It is full.
        }
    }

    @Override
    public void close() throws Exception {
        run("umount", "-l", at.toString());
    }

    private static void run(String... command) throws Exception {
        var result = LocalProcess.run(List.of(command), System.getenv(), null);
        if (result.exit() != 0) {
            throw new IOException(String.join(" ", command) + "\n" + result.err());
        }
    }
}
