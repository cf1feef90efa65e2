package io.emrops.weblog;

import io.emrops.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A request that a web server answered. It holds no client, no user and no query string: those name patients and hold secrets.
 *
 * @param at when it was logged, to the second
 * @param method such as {@code GET}; empty if it was not logged
 * @param path as the {@link PathRule} has it
 * @param status of HTTP
 * @param substatus what IIS adds to the status, such as the 7 of 404.7
 * @param win32Status 0 for no error of Windows
 * @param sent bytes of the answer
 * @param took until the answer was sent
 */
public record WebLogEntry(
        Instant at,
        Optional<String> method,
        String path,
        int status,
        Optional<Integer> substatus,
        Optional<Long> win32Status,
        Optional<DataSize> sent,
        Optional<Duration> took) {
    public WebLogEntry {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(substatus, "substatus");
        Objects.requireNonNull(win32Status, "win32Status");
        Objects.requireNonNull(sent, "sent");
        Objects.requireNonNull(took, "took");
        if (status < 100 || status > 999) {
            throw new IllegalArgumentException("A status has three digits: " + status);
        }
    }
}
