package io.emrops;

import java.net.URI;
import java.util.Objects;

/**
 * Something worth opening beside a runbook.
 *
 * @param title what it is
 * @param address where it is
 */
public record Link(String title, URI address) {
    public Link {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(address, "address");
    }
}
