package io.emrops.docker.route;

import io.emrops.PreconditionFailedException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;

/**
 * How balancers reach instances, and how long they are waited for.
 *
 * @param reachedAt the name or address of the host of ports that are bound to all its addresses
 * @param drainWithin how long open sessions may go on
 * @param wellWithin how long a balancer may take to find servers well
 */
public record RouteSettings(String reachedAt, Duration drainWithin, Duration wellWithin) {
    /**
     * The address that balancers are told, as not all of them take names.
     *
     * @throws PreconditionFailedException if the name has none
     */
    String address() {
        try {
            // Of many always the same: what was registered is found again by it.
            return Arrays.stream(InetAddress.getAllByName(reachedAt))
                    .min(Comparator.comparing((InetAddress a) -> a instanceof Inet6Address)
                            .thenComparing(InetAddress::getHostAddress))
                    .map(a -> reachedAt.contains(":") ? reachedAt : a.getHostAddress())
                    .orElseThrow(() -> new UnknownHostException(reachedAt));
        } catch (UnknownHostException e) {
            throw new PreconditionFailedException(
                    "The name " + reachedAt + ", at which balancers are to reach instances, has no address here", e);
        }
    }
}
