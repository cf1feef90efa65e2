package io.emrops.core.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Tells a full disk from other failures. Java has no exception of its own for it, only the system's words. */
final class NoRoom {
    private static final long LITTLE = 64 << 10;

    private NoRoom() {}

    static boolean is(IOException failure, Path directory) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("no space left") || message.contains("not enough space") || message.contains("quota")) {
            return true;
        }
        try {
            // The words may be in the language of the machine.
            return Files.getFileStore(directory).getUsableSpace() < LITTLE;
        } catch (IOException e) {
            return false;
        }
    }
}
