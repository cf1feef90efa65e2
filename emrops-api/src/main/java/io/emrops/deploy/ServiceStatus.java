package io.emrops.deploy;

/**
 * How a service is.
 *
 * @param service its name
 * @param wanted how many instances there should be
 * @param running how many run
 * @param healthy how many of them are well, as far as the platform checks; those without a health check count as well
 * @param state in the platform's words, such as {@code 2 of 3 running, 1 unhealthy}
 */
public record ServiceStatus(String service, int wanted, int running, int healthy, String state) {
    /** Whether all instances run and are well. */
    public boolean ok() {
        return running >= wanted && healthy >= wanted && wanted > 0;
    }
}
