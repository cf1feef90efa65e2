package io.emrops.testkit.windows;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;

/** Faults that happen to what comes next. Each is used up by one answer; several of a kind happen one after the other. */
public final class Faults {
    private final ArrayDeque<AnswerFault> answers = new ArrayDeque<>();
    private int refusedLogins;
    /** Whether the next ones are refused, one after the other. */
    private final ArrayDeque<Boolean> shells = new ArrayDeque<>();

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
        shells.add(true);
    }

    /** The next shell over WinRM is let in; said before {@link #refuseNextShell}, a later one is refused. */
    public synchronized void letNextShell() {
        shells.add(false);
    }

    /** Each answer takes this long from now on; zero ends it. */
    public synchronized void slowLink(Duration newDelay) {
        if (newDelay.isNegative()) {
            throw new IllegalArgumentException("a delay of " + newDelay);
        }
        delay = newDelay;
    }

    /** How many of these have not happened yet. */
    public synchronized int waiting() {
        return answers.size() + refusedLogins + shells.size();
    }

    synchronized Optional<AnswerFault> takeAnswer() {
        return Optional.ofNullable(answers.poll());
    }

    synchronized boolean takeLogin() {
        return refusedLogins > 0 && refusedLogins-- > 0;
    }

    synchronized boolean takeShell() {
        return Boolean.TRUE.equals(shells.poll());
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
        shells.clear();
        delay = Duration.ZERO;
    }
}
