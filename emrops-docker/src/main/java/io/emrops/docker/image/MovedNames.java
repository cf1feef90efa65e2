package io.emrops.docker.image;

import io.emrops.StepFailedException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names that were given to other images, and whose they were. */
public final class MovedNames {
    private final Images images;
    private final Map<String, Images.Local> former = new LinkedHashMap<>();

    public MovedNames(Images images) {
        this.images = images;
    }

    /** Gives a name to an image. */
    public void move(String name, Images.Local to) {
        images.local(name).filter(old -> !old.id().equals(to.id())).ifPresent(old -> former.putIfAbsent(name, old));
        images.name(to, name);
    }

    /**
     * Gives the names back to whose they were.
     *
     * @throws StepFailedException if that fails, so that something was changed
     */
    public void giveBack(RuntimeException failure) {
        try {
            former.forEach((name, image) -> images.name(image, name));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            throw new StepFailedException(
                    "No container was touched, but names stand for the images that were to come already: "
                            + String.join(", ", former.keySet()) + ". " + failure.getMessage(),
                    failure);
        }
    }
}
