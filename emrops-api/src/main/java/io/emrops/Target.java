package io.emrops;

import java.util.Objects;

/**
 * What a step acts on, with proof of which one it is. The identity is what the target says of itself and keeps over
 * time, such as a server's GUID or an engine's id; it is journalled when a step starts, and a resume or an undo that
 * meets another identity under the same name is refused.
 *
 * @param kind a word for what it is, such as {@code docker-compose} or {@code sqlserver}
 * @param name what people call it, such as {@code emrnext} or {@code sql01/EMRNext}
 * @param identity what it says of itself; the same string means the same target
 */
public record Target(String kind, String name, String identity) {
    public Target {
        requireText(kind, "kind");
        requireText(name, "name");
        requireText(identity, "identity");
    }

    /** The machine this process runs on: what local commands, files and checks act on. */
    public static Target thisMachine() {
        return new Target("machine", "this machine", "local");
    }

    private static void requireText(String value, String what) {
        if (Objects.requireNonNull(value, what).isBlank()) {
            throw new IllegalArgumentException("The " + what + " of a target must not be blank");
        }
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
