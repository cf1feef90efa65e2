package io.emrops.core.journal;

import io.emrops.StoreException;
import java.nio.file.Path;

/** Stored bytes that cannot be trusted, with their place. */
final class Damage extends StoreException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;
    private final String what;

    Damage(Path file, long offset, String what) {
        super(Problem.CORRUPT, file + " at byte " + offset + ": " + what);
        this.file = file.getFileName().toString();
        this.offset = offset;
        this.what = what;
    }

    /** The name of the file inside the store. */
    String file() {
        return file;
    }

    long offset() {
        return offset;
    }

    String what() {
        return what;
    }
}
