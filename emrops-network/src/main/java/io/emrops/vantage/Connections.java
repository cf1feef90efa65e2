package io.emrops.vantage;

import io.emrops.network.Endpoint;
import io.emrops.reachability.Obstacle;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Connects to whichever address of an endpoint answers first in their order. */
final class Connections {
    private Connections() {}

    /** A connection, and where it leads. */
    record Connected(TcpLine line, Endpoint at) {}

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
        throw failure.orElseThrow();
    }

    private static boolean tellsMore(Obstructed one, Obstructed than) {
        return weight(one.obstacle()) >= weight(than.obstacle());
    }

    /** A machine that has no IPv6 has no route to one address of many names: that is never the reason. */
    private static int weight(Obstacle obstacle) {
        return obstacle instanceof Obstacle.Refused ? 2 : obstacle instanceof Obstacle.TimedOut ? 1 : 0;
    }
}
