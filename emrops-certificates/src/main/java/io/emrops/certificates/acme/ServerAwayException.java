package io.emrops.certificates.acme;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server, or something before it, says that it cannot answer now, in words that are not ACME's. */
final class ServerAwayException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable Instant again;

    ServerAwayException(int status, Optional<Instant> again) {
        super("HTTP " + status);
        this.status = status;
        this.again = again.orElse(null);
    }

    int status() {
        return status;
    }

    /** When it may be asked again; empty if it does not say. */
    Optional<Instant> again() {
        return Optional.ofNullable(again);
    }
}
