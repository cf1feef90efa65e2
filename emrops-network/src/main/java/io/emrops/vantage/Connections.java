package io.emrops.vantage;

import io.emrops.TargetUnavailableException;
import io.emrops.network.Endpoint;
import io.emrops.reachability.Obstacle;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Connects to whichever address of an endpoint answers first in their order. */
final class Connections {
    private Connections() {}

    /** A connection, and where it leads. */
    record Connected(TcpLine line, Endpoint at) {}

    /** @throws TargetUnavailableException if it could not be tried, for want of something on this machine */
    static Connected to(Endpoint endpoint, Duration within) throws Obstructed, InterruptedException {
        var deadline = Deadline.in(within);
        var addresses = Names.addresses(endpoint.host(), deadline);
        var failure = Optional.<Obstructed>empty();
        for (var i = 0; i < addresses.size(); i++) {
            var address = new InetSocketAddress(addresses.get(i), endpoint.port());
            try {
                return new Connected(
                        TcpLine.connect(address, deadline.share(addresses.size() - i)), TcpLine.endpoint(address));
            } catch (Obstructed e) {
                failure =
                        Optional.of(failure.filter(other -> tellsMore(other, e)).orElse(e));
            }
        }
        var reason = failure.orElseThrow();
        if (isOfThisMachine(reason)) {
            throw new TargetUnavailableException(
                    "This machine has no address or no free port to go to " + endpoint + " from; it was not looked at",
                    reason);
        }
        throw reason;
    }

    private static boolean isOfThisMachine(Obstructed reason) {
        return reason.getCause() instanceof BindException;
    }

    private static boolean tellsMore(Obstructed one, Obstructed than) {
        return weight(one) >= weight(than);
    }

    /** A machine that has no IPv6 has no route to one address of many names, or none to go there from: any other reason tells more. */
    private static int weight(Obstructed one) {
        if (isOfThisMachine(one)) {
            return 1;
        }
        return one.obstacle() instanceof Obstacle.Refused ? 3 : one.obstacle() instanceof Obstacle.TimedOut ? 2 : 0;
    }
}
