package io.emrops.windows.wire;

/**
 * How a command ended. The texts are the host's own, and may hold anything.
 *
 * @param exit its exit code
 * @param out at most {@link BoundedOutput#MOST} bytes
 * @param err as {@code out}
 * @param whole whether nothing was left out of {@code out}
 */
public record CommandResult(int exit, String out, String err, boolean whole) {
    /** The exit code alone. */
    @Override
    public String toString() {
        return "exit " + exit;
    }
}
