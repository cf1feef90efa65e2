package io.emrops.testkit.sqlserver;

import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.session.Host.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Faults of answers that are not given yet. Each is used up by one answer, even if that ends before the fault's place; {@link
 * #happened} says whether it came to that. Several for the same place happen one after the other.
 */
public final class Faults {
    private static final int ANY = -1;

    private final List<Armed> armed = new ArrayList<>();
    private final Received received;

    Faults(Received received) {
        this.received = received;
    }

    private record Armed(Stage stage, int spid, Fault fault) {
        boolean isFor(Stage otherStage, int otherSpid) {
            return stage == otherStage && (spid == ANY || spid == otherSpid);
        }
    }

    /** Of the answer to the next client that connects, before its login. */
    public synchronized void onNextConnect(Fault fault) {
        armed.add(new Armed(Stage.CONNECT, ANY, fault));
    }

    /** Of the answer to the next login. */
    public synchronized void onNextLogin(Fault fault) {
        armed.add(new Armed(Stage.LOGIN, ANY, fault));
    }

    /** Of the next answer to a request, whoever asks. */
    public synchronized void onNextRequest(Fault fault) {
        armed.add(new Armed(Stage.REQUEST, ANY, fault));
    }

    /** Of the next answer in this session. */
    public synchronized void onNextRequest(int spid, Fault fault) {
        armed.add(new Armed(Stage.REQUEST, spid, fault));
    }

    /** How many have happened, those inside of answers included. */
    public long happened() {
        return received.faults();
    }

    synchronized Optional<Fault> take(Stage stage, int spid) {
        var next = armed.stream().filter(it -> it.isFor(stage, spid)).findFirst();
        next.ifPresent(armed::remove);
        return next.map(Armed::fault);
    }

    synchronized void clear() {
        armed.clear();
    }
}
