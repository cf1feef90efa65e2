package io.emrops.docker.patch;

import io.emrops.StepFailedException;
import io.emrops.docker.image.Images;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names that were given to other images, and whose they were. */
final class MovedNames {
    private final Images images;
    private final Map<String, Images.Local> former = new LinkedHashMap<>();

    MovedNames(Images images) {
        this.images = images;
    }

    /** Gives a name to an image. */
    void move(String name, Images.Local to) {
        images.local(name).filter(old -> !old.id().equals(to.id())).ifPresent(old -> former.putIfAbsent(name, old));
        images.name(to, name);
    }

    /**
     * Gives the names back to whose they were.
     *
     * @throws StepFailedException if that fails, so that something was changed
     */
    void giveBack(RuntimeException failure) {
        try {
            former.forEach((name, image) -> images.name(image, name));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            throw new StepFailedException(
                    "No container was touched, but names stand for the newer images already: "
                            + String.join(", ", former.keySet()) + ". " + failure.getMessage(),
                    failure);
        }
    }
}
