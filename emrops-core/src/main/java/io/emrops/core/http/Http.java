package io.emrops.core.http;

import java.net.URI;

/**
 * Checks of HTTP endpoints.
 *
 * <pre>{@code
 * rb.verify("health", "The API answers", Http.get("https://api.example/health").expectJson("status", "healthy"))
 *         .within(ofMinutes(2));
 * }</pre>
 */
public final class Http {
    private Http() {}

    /**
     * A GET of this address, expected to be answered with status 200.
     *
     * @param address absolute, {@code http} or {@code https}
     */
    public static HttpProbe get(URI address) {
        return new HttpProbe(address);
    }

    /**
     * The same.
     *
     * @throws IllegalArgumentException if it is not an address
     */
    public static HttpProbe get(String address) {
        return get(URI.create(address));
    }
}
