package io.emrops.reachability;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of an HTTP answer; nothing of its text.
 *
 * @param status such as 200
 * @param unmet which expectations were not met, for people; empty if all were
 * @param tls empty for {@code http}
 */
public record HttpFacts(int status, List<String> unmet, Optional<TlsFacts> tls) {
    public HttpFacts {
        unmet = List.copyOf(unmet);
        Objects.requireNonNull(tls, "tls");
    }

    /** Whether all expectations were met. */
    public boolean asExpected() {
        return unmet.isEmpty();
    }
}
