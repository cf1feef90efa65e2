package io.emrops.core.files;

import io.emrops.core.storage.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * One place whose content is exchanged by renaming. Each of its two ways may be gone again after it was cut off anywhere.
 *
 * @param place what people know
 * @param key names the attempt, the same in all of its repetitions
 */
record Swap(Path place, String key) {
    /** What is to be put there. */
    Path staged() {
        return place.resolveSibling("." + place.getFileName() + ".staged-" + key);
    }

    /** What was there. */
    Path before() {
        return place.resolveSibling(place.getFileName() + ".before-" + key);
    }

    private Path discarded() {
        return place.resolveSibling("." + place.getFileName() + ".discarded-" + key);
    }

    void forward() throws IOException {
        if (FileRestore.exists(place)) {
            // If something was moved aside already, this is the work of an earlier attempt.
            move(place, FileRestore.exists(before()) ? emptied(discarded()) : before());
        }
        move(staged(), place);
        Unpacked.delete(discarded());
    }

    void back(boolean existed) throws IOException {
        Unpacked.delete(staged());
        if (existed && FileRestore.exists(before())) {
            if (FileRestore.exists(place)) {
                move(place, emptied(discarded()));
            }
            move(before(), place);
        } else if (!existed) {
            if (FileRestore.exists(place)) {
                move(place, emptied(discarded()));
            }
            Unpacked.delete(before());
        }
        Unpacked.delete(discarded());
    }

    private static Path emptied(Path path) throws IOException {
        Unpacked.delete(path);
        return path;
    }

    private void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.forceDirectory(Objects.requireNonNull(place.getParent(), "a place has a directory"));
    }
}
