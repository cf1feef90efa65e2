package io.emrops.testkit.windows;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Faults that happen to what comes next. Each is used up by one answer; several of a kind happen one after the other. */
public final class Faults {
    private final ArrayDeque<AnswerFault> answers = new ArrayDeque<>();
    private int refusedLogins;
    /** Whether the next ones are refused, one after the other. */
    private final ArrayDeque<Boolean> shells = new ArrayDeque<>();

    private final ArrayDeque<Long> drops = new ArrayDeque<>();
    private int refusedSftp;
    private boolean constrained;
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

    /** The next client is refused SFTP, as by a host that offers none. */
    public synchronized void refuseNextSftp() {
        refusedSftp++;
    }

    /**
     * The next client of SFTP is lost once it has sent so many bytes of files; what it has sent is there.
     *
     * @throws IllegalArgumentException if negative
     */
    public synchronized void dropNextSftpAfter(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException(bytes + " bytes");
        }
        drops.add(bytes);
    }

    /**
     * Whether PowerShell is in Constrained Language Mode, as AppLocker and App Control for Business have it: no script of emrops begins then. It is not, if nobody says
     * otherwise.
     */
    public synchronized void constrainedLanguage(boolean is) {
        constrained = is;
    }

    synchronized boolean isConstrained() {
        return constrained;
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
        return answers.size() + refusedLogins + shells.size() + refusedSftp + drops.size();
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

    synchronized boolean takeSftp() {
        return refusedSftp > 0 && refusedSftp-- > 0;
    }

    synchronized OptionalLong takeDrop() {
        var bytes = drops.poll();
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
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
        refusedSftp = 0;
        constrained = false;
        drops.clear();
        delay = Duration.ZERO;
    }
}
