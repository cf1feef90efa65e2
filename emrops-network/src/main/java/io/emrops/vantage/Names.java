package io.emrops.vantage;

import io.emrops.reachability.Obstacle;
import io.emrops.reachability.Phase;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks names up as this machine does, but no longer than there is time: the system's own look-up knows no deadline. */
final class Names {
    private Names() {}

    static List<InetAddress> addresses(String host, Deadline deadline) throws Obstructed, InterruptedException {
        var lookUp = new FutureTask<>(() -> List.of(InetAddress.getAllByName(host)));
        var thread = new Thread(lookUp, "emrops name look-up");
        thread.setDaemon(true);
        thread.start();
        try {
            return lookUp.get(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Obstructed(new Obstacle.TimedOut(Phase.RESOLUTION), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException unknown) {
                throw new Obstructed(new Obstacle.NameNotResolved(), unknown);
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
