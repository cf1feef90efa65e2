package io.emrops.core.files;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.Operation;
import io.emrops.PreconditionFailedException;
import io.emrops.StepContext;
import io.emrops.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a system consists of besides its database, to be copied before it is changed.
 *
 * <pre>{@code
 * var state = rb.step("state", "Copy the system state",
 *         StateBackup.of(Path.of("/srv/emrnext/compose.yaml"), Path.of("/srv/emrnext/.env")).into(Path.of("/backup")));
 * rb.verify("state-whole", "The copy can be read back", StateBackup.readsBack(state));
 * rb.step("put-back", "Put the system state back", StateBackup.restore(state));
 * }</pre>
 *
 * <p>The copy is a zip file that only its owner can read. It holds a manifest with size, SHA-256, permissions and time of
 * each file; it is read back and compared before it gets its name. Owners, access control lists and extended attributes
 * are not kept. Symbolic links are kept as links if they lead to a place inside the same directory; any other is refused.
 */
public final class StateBackup {
    private final List<Path> sources;

    private StateBackup(List<Path> sources) {
        this.sources = sources;
    }

    /**
     * These files and directories, with all that is in them.
     *
     * @throws IllegalArgumentException if there are none, or two have the same name
     */
    public static StateBackup of(Path... filesAndDirectories) {
        var sources = new ArrayList<Path>();
        var names = new HashSet<String>();
        for (var source : filesAndDirectories) {
            var absolute = source.toAbsolutePath().normalize();
            if (absolute.getFileName() == null) {
                throw new IllegalArgumentException("The root of a file system is not backed up as a whole: " + source);
            }
            if (!names.add(absolute.getFileName().toString().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "Two sources have the name " + absolute.getFileName() + "; back them up separately");
            }
            sources.add(absolute);
        }
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("Name the files and directories to back up");
        }
        return new StateBackup(List.copyOf(sources));
    }

    /**
     * Copies them into an archive in this directory, which is made if it is missing. The name of the archive tells the
     * time and, as a hash, the idempotency key of the step.
     *
     * @param directory not inside one of the sources
     */
    public Operation<FileBackup> into(Path directory) {
        return new TakeBackup(
                sources,
                directory.toAbsolutePath().normalize(),
                path -> Files.getFileStore(path).getUsableSpace());
    }

    /** Puts the content of a backup back. */
    public static FileRestore restore(FileBackup backup) {
        Objects.requireNonNull(backup, "backup");
        return new FileRestore(in -> backup, backup.path());
    }

    /** Puts the content of a backup back. */
    public static FileRestore restore(Value<FileBackup> backup) {
        Objects.requireNonNull(backup, "backup");
        return new FileRestore(in -> in.get(backup), "{" + backup.id() + "}");
    }

    /** The archive is there, is the one that was made, and each file in it can be read back. */
    public static Check readsBack(Value<FileBackup> backup) {
        Objects.requireNonNull(backup, "backup");
        return new Check() {
            @Override
            public Finding check(StepContext run) {
                try {
                    var files = Archive.require(run.get(backup)).manifest().files();
                    return Finding.ok("All " + files + " files of the backup can be read back");
                } catch (PreconditionFailedException e) {
                    return Finding.notOk(String.valueOf(e.getMessage()));
                }
            }

            @Override
            public String describe() {
                return "The files of the backup can be read back";
            }
        };
    }
}
