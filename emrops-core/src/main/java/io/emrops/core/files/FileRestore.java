package io.emrops.core.files;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.Undoing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts the content of a {@link FileBackup} back. Immutable. What is there is moved aside, as {@code name.before-…} in the
 * same directory, and each place is changed by renaming, so that no program sees half of a file; files that are not in
 * the backup are gone from a restored directory and lie in the one beside it. Undone by moving it back.
 *
 * <p>Everything is unpacked and compared before anything is moved. What is moved belongs to the user this process runs
 * as.
 */
public final class FileRestore implements Operation<RestoredFiles> {
    private final Function<Inputs, FileBackup> backup;
    private final String backupText;
    private final Optional<Path> root;

    /**
     * What was there before a restore.
     *
     * @param path a place that is to be restored
     * @param existed whether there was anything
     */
    record Place(String path, boolean existed) {}

    FileRestore(Function<Inputs, FileBackup> backup, String backupText) {
        this(backup, backupText, Optional.empty());
    }

    private FileRestore(Function<Inputs, FileBackup> backup, String backupText, Optional<Path> root) {
        this.backup = backup;
        this.backupText = backupText;
        this.root = root;
    }

    /** Puts all of it directly into this directory, which exists, rather than to where each was. */
    public FileRestore under(Path directory) {
        return new FileRestore(
                backup, backupText, Optional.of(directory.toAbsolutePath().normalize()));
    }

    @Override
    public String describe() {
        return "Put the files of the backup " + backupText + " back"
                + root.map(r -> " into " + r).orElse("");
    }

    @Override
    public Output<RestoredFiles> output() {
        return Output.of(RestoredFiles.class);
    }

    @Override
    public Target target() {
        return Target.thisMachine();
    }

    @Override
    public Preview<RestoredFiles> preview(Inputs in) {
        var archive = Archive.require(backup.apply(in));
        var changes = new ArrayList<String>();
        for (var source : archive.manifest().sources()) {
            var place = placeOf(source);
            changes.add(
                    exists(place)
                            ? place + ": replaced; what is there is kept beside it"
                            : place + ": put where nothing is");
        }
        return Preview.<RestoredFiles>of(changes)
                .remark("the backup was taken at " + archive.manifest().takenAt());
    }

    @Override
    public RestoredFiles execute(StepContext run) throws InterruptedException {
        var archive = Archive.require(backup.apply(run));
        var key = TakeBackup.hash(run.idempotencyKey());
        var swaps = new ArrayList<Swap>();
        for (var source : archive.manifest().sources()) {
            swaps.add(new Swap(placeOf(source), key));
        }
        stage(archive, swaps);
        try {
            for (var swap : swaps) {
                swap.forward();
            }
        } catch (IOException e) {
            throw new StepFailedException(
                    "Not all of the files could be put in place; undo moves back what was there", e, target(), null);
        }
        return result(archive.manifest(), swaps);
    }

    /** Compares what is there with the backup. */
    @Override
    public Probe<RestoredFiles> probe(StepContext run) throws IOException {
        var archive = Archive.require(backup.apply(run));
        var key = TakeBackup.hash(run.idempotencyKey());
        var swaps = new ArrayList<Swap>();
        var same = 0;
        var moved = 0;
        for (var source : archive.manifest().sources()) {
            var swap = new Swap(placeOf(source), key);
            swaps.add(swap);
            same += Unpacked.isThere(archive.manifest(), source, swap.place()) ? 1 : 0;
            moved += exists(swap.before()) ? 1 : 0;
        }
        if (same == swaps.size()) {
            return Probe.applied(result(archive.manifest(), swaps));
        }
        return moved == 0 && same == 0
                ? Probe.notApplied()
                : Probe.unknown(same + " of " + swaps.size() + " places hold what the backup holds");
    }

    @Override
    public Undoing<RestoredFiles> undoing() {
        return new PutBack();
    }

    @Override
    public String kind() {
        return "files.restore";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("backup", backupText, "root", root.map(Path::toString).orElse(""));
    }

    @Override
    public String toString() {
        return describe();
    }

    private Path placeOf(Manifest.Source source) {
        var place = root.map(r -> r.resolve(source.name())).orElseGet(() -> Path.of(source.path()));
        if (place.getParent() == null || !Files.isDirectory(place.getParent())) {
            throw new PreconditionFailedException(
                    "There is no directory " + place.getParent() + " to restore into; nothing was changed",
                    null,
                    target());
        }
        return place;
    }

    private void stage(Archive archive, List<Swap> swaps) throws InterruptedException {
        var complete = false;
        try {
            for (var i = 0; i < swaps.size(); i++) {
                Unpacked.delete(swaps.get(i).staged());
                Unpacked.write(
                        archive,
                        archive.manifest().sources().get(i),
                        swaps.get(i).staged());
            }
            complete = true;
        } catch (IOException e) {
            throw new TargetUnavailableException(
                    "The backup could not be unpacked beside the places it belongs to; nothing was changed",
                    e,
                    target());
        } finally {
            if (!complete) {
                for (var swap : swaps) {
                    Unpacked.deleteQuietly(swap.staged());
                }
            }
        }
    }

    private static RestoredFiles result(Manifest manifest, List<Swap> swaps) {
        return new RestoredFiles(
                swaps.stream().map(s -> s.place().toString()).toList(),
                manifest.files(),
                swaps.stream()
                        .map(Swap::before)
                        .filter(FileRestore::exists)
                        .map(Path::toString)
                        .toList());
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private final class PutBack implements Undoing.Compensation<RestoredFiles, List<Place>> {
        @Override
        public String describe() {
            return "Move back what was there before the files were put back";
        }

        @Override
        public Output<List<Place>> before() {
            return Output.listOf(Place.class);
        }

        @Override
        public List<Place> capture(StepContext run) {
            return Archive.require(backup.apply(run)).manifest().sources().stream()
                    .map(FileRestore.this::placeOf)
                    .map(place -> new Place(place.toString(), exists(place)))
                    .toList();
        }

        @Override
        public void undo(StepContext run, List<Place> before, Optional<RestoredFiles> result) {
            try {
                for (var key : run.idempotencyKeys()) {
                    for (var place : before) {
                        new Swap(Path.of(place.path()), TakeBackup.hash(key)).back(place.existed());
                    }
                }
            } catch (IOException e) {
                throw new StepFailedException("Not all of what was there could be moved back", e, target(), null);
            }
        }
    }
}
