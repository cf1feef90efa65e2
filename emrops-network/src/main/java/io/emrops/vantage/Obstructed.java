package io.emrops.vantage;

import io.emrops.reachability.Obstacle;
import org.jspecify.annotations.Nullable;

/** Something stood in the way. */
final class Obstructed extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Obstacle obstacle;

    Obstructed(Obstacle obstacle) {
        this(obstacle, null);
    }

    Obstructed(Obstacle obstacle, @Nullable Throwable cause) {
        super(obstacle.words(), cause);
        this.obstacle = obstacle;
    }

    Obstacle obstacle() {
        return obstacle;
    }
}
