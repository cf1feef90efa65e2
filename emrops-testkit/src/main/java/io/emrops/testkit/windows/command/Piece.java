package io.emrops.testkit.windows.command;

import java.util.OptionalInt;

/**
 * The next part of what a command says.
 *
 * @param exit its exit code, once all has been said
 * @param cut whether the connection is to be dropped behind this part
 */
@SuppressWarnings("ArrayRecordComponent")
public record Piece(byte[] out, byte[] err, OptionalInt exit, boolean cut) {
    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return out.length == 0 && err.length == 0 && exit.isEmpty() && !cut;
    }

    /** Sizes alone. */
    @Override
    public String toString() {
        return out.length + " and " + err.length + " bytes, exit " + exit + (cut ? ", cut" : "");
    }
}
