package io.emrops.testkit.windows;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;

/** Faults that happen to what comes next. Each is used up by one answer; several of a kind happen one after the other. */
public final class Faults {
    private final ArrayDeque<AnswerFault> answers = new ArrayDeque<>();
    private int refusedLogins;
    private int refusedShells;
    private Duration delay = Duration.ZERO;

    Faults() {}

    /** Of the answer to the next command. */
    public synchronized void onNextCommand(AnswerFault fault) {
        answers.add(Objects.requireNonNull(fault, "fault"));
    }

    /** The next login is refused, whatever its password. */
    public synchronized void refuseNextLogin() {
        refusedLogins++;
    }

    /** The next shell over WinRM is refused, as if the user had too many. */
    public synchronized void refuseNextShell() {
        refusedShells++;
    }

    /** Each answer takes this long from now on; zero ends it. */
    public synchronized void slowLink(Duration newDelay) {
        if (newDelay.isNegative()) {
            throw new IllegalArgumentException("a delay of " + newDelay);
        }
        delay = newDelay;
    }

    synchronized Optional<AnswerFault> takeAnswer() {
        return Optional.ofNullable(answers.poll());
    }

    synchronized boolean takeLogin() {
        return refusedLogins > 0 && refusedLogins-- > 0;
    }

    synchronized boolean takeShell() {
        return refusedShells > 0 && refusedShells-- > 0;
    }

    void delay() throws InterruptedException {
        Duration now;
        synchronized (this) {
            now = delay;
        }
        Thread.sleep(now.toMillis());
    }

    synchronized void clear() {
        answers.clear();
        refusedLogins = 0;
        refusedShells = 0;
        delay = Duration.ZERO;
    }
}
