package io.emrops.haproxy;

import io.emrops.network.Endpoint;
import io.emrops.network.PoolServer;
import io.emrops.network.PoolServer.Admission;
import io.emrops.network.PoolServer.Health;
import java.util.Optional;

/**
 * A server line of a backend, as HAProxy tells it.
 *
 * @param endpoint where it takes connections; empty if that is no address and port
 * @param adminState the mask {@code srv_admin_state} of {@code show servers state}
 * @param checkState the mask {@code srv_check_state}
 * @param configuredWeight the one of the configuration
 * @param status the column of {@code show stat}
 * @param lastCheck what the last check found, such as {@code L7STS/503}; empty if nothing is known
 */
record Slot(
        String pool,
        String name,
        Optional<Endpoint> endpoint,
        int adminState,
        int checkState,
        int weight,
        int configuredWeight,
        String status,
        String lastCheck,
        long sessions) {
    /** Forced, inherited, or because a name was not resolved. That of the configuration (4) stays for ever and says nothing. */
    private static final int MAINTENANCE = 0x01 | 0x02 | 0x20;

    private static final int DRAIN = 0x08 | 0x10;
    private static final int CHECK_CONFIGURED = 0x02;
    private static final int CHECK_ENABLED = 0x04;

    /**
     * @param moreSessions those that are open elsewhere
     */
    PoolServer server(long moreSessions) {
        return new PoolServer(name, endpoint.orElseThrow(), admission(), health(), weight, sessions + moreSessions);
    }

    Admission admission() {
        if ((adminState & MAINTENANCE) != 0) {
            return Admission.MAINTENANCE;
        }
        return (adminState & DRAIN) != 0 ? Admission.DRAINING : Admission.READY;
    }

    boolean isChecked() {
        return (checkState & CHECK_CONFIGURED) != 0;
    }

    boolean isCheckPaused() {
        return isChecked() && (checkState & CHECK_ENABLED) == 0;
    }

    boolean isAt(Address place) {
        return address().filter(place::equals).isPresent();
    }

    boolean isFree(Address placeholder) {
        return admission() == Admission.MAINTENANCE && isAt(placeholder);
    }

    /** "UP 1/3" and "DOWN 1/2" are about to change; the first check after maintenance is announced as the former. */
    Health health() {
        if (status.equals("no check") || (!isChecked() && !status.startsWith("DOWN"))) {
            return Health.UNCHECKED;
        }
        return switch (status) {
            case "UP", "DRAIN", "NOLB" -> Health.UP;
            case "DOWN", "DOWN (agent)" -> Health.DOWN;
            default -> Health.CHANGING;
        };
    }

    Optional<Address> address() {
        return endpoint.map(Address::of);
    }
}
