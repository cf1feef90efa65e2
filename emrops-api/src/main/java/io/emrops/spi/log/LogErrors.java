package io.emrops.spi.log;

import io.emrops.deploy.LogFinding;
import java.time.Instant;
import java.util.List;

/** Groups what looks like an error, in bounded memory. Belongs to one thread. */
public interface LogErrors {
    /**
     * Takes a line.
     *
     * @param text the line, or the beginning of a long one
     */
    void line(String service, Instant at, String text);

    /** What looked like an error, the most frequent first. */
    List<LogFinding> findings();

    /** Looks at nothing. */
    static LogErrors none() {
        return new LogErrors() {
            @Override
            public void line(String service, Instant at, String text) {}

            @Override
            public List<LogFinding> findings() {
                return List.of();
            }
        };
    }
}
