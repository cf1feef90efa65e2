package io.emrops.testkit.windows.simulated;

/**
 * A request that the simulated host sends to itself.
 *
 * @param site the name that is asked for
 */
public record SimulatedRequest(String site, int port, boolean tls, String path) {}
