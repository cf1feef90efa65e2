package io.emrops.testkit.windows.command;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A command that runs, with what goes in and what comes out. Safe for use by several threads. */
public final class HostProcess {
    /** Of input that nobody has read yet; who sends more is ended. */
    static final int MOST_INPUT = 64 << 20;

    private static final long FOREVER = Long.MAX_VALUE;

    private final Door door;
    private final String user;
    private final CommandLine line;
    private final ProcessInput input = new ProcessInput();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Thread thread;
    private long untilCut = FOREVER;
    private Ending ending = Ending.RUNNING;
    private int exit;
    private @Nullable String scriptId;
    private Map<String, Object> parameters = Map.of();

    /** What runs. */
    @FunctionalInterface
    public interface Program {
        /**
         * Reads the input, writes the output, and returns the exit code.
         *
         * @throws InterruptedException when the process is ended from outside
         */
        int run(HostProcess process) throws InterruptedException;
    }

    private HostProcess(Door door, String user, CommandLine line, Program program) {
        this.door = door;
        this.user = user;
        this.line = line;
        this.thread = new Thread(() -> run(program), "windows-" + line.name());
        thread.setDaemon(true);
    }

    /** Starts one. */
    public static HostProcess start(Door door, String user, CommandLine line, Program program) {
        var process = new HostProcess(door, user, line, program);
        process.thread.start();
        return process;
    }

    private void run(Program program) {
        try {
            end(Ending.EXITED, program.run(this));
        } catch (InterruptedException e) {
            end(Ending.TERMINATED, 1);
        } catch (RuntimeException | Error e) {
            end(Ending.EXITED, -1);
            throw e;
        }
    }

    private synchronized void end(Ending how, int code) {
        if (ending == Ending.RUNNING) {
            ending = how;
            exit = code;
            notifyAll();
        }
    }

    /** Ends it from outside, unless it has ended. */
    public void end(Ending how) {
        end(how, 1);
        thread.interrupt();
    }

    /** Gives it more input. */
    public void write(byte[] bytes) {
        if (!input.add(bytes)) {
            end(Ending.EXITED);
        }
    }

    /** Says that there is no more input. */
    public void endInput() {
        input.end();
    }

    /** The input; it ends with {@link #endInput}. Reading throws {@link java.io.InterruptedIOException} when the process is ended. */
    public InputStream input() {
        return input;
    }

    /** Says something. */
    public synchronized void out(byte[] bytes) {
        out.writeBytes(bytes);
        notifyAll();
    }

    /** Says something on the error stream. */
    public synchronized void err(byte[] bytes) {
        err.writeBytes(bytes);
        notifyAll();
    }

    /** Has the connection dropped behind this many bytes of output, or at the end if there are fewer. */
    public synchronized void cutAfter(long bytes) {
        untilCut = bytes;
    }

    /** Says which script it runs. */
    public synchronized void runs(String newScriptId, Map<String, Object> newParameters) {
        scriptId = newScriptId;
        parameters = Map.copyOf(newParameters);
    }

    /** Waits until it is ended from outside, and no longer than this; then its watchdog ends it. */
    public void hang(Duration deadline) throws InterruptedException {
        synchronized (this) {
            awaitUntil(System.nanoTime() + deadline.toNanos());
        }
        end(Ending.TIMED_OUT, 1);
        throw new InterruptedException("ended");
    }

    /**
     * Has its watchdog end it.
     *
     * @return calls the watchdog off
     */
    public Runnable watch(Duration deadline) {
        var watch = new CompletableFuture<Boolean>();
        watch.thenAccept(isLate -> {
            if (isLate) {
                end(Ending.TIMED_OUT);
            }
        });
        watch.completeOnTimeout(true, deadline.toMillis(), TimeUnit.MILLISECONDS);
        return () -> watch.complete(false);
    }

    private void awaitUntil(long end) throws InterruptedException {
        while (ending == Ending.RUNNING) {
            var left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wait(left / 1_000_000 + 1);
        }
    }

    /**
     * Takes what has been said and not been taken yet, and waits for it if there is nothing.
     *
     * @param atMost bytes of each stream
     * @return an empty one if nothing was said in this time
     */
    public synchronized Piece take(int atMost, Duration patience) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        // What is to be cut is cut behind its end, so that it has run whatever its client does then.
        while ((untilCut == 0 || out.size() == 0 && err.size() == 0) && ending == Ending.RUNNING) {
            var left = end - System.nanoTime();
            if (left <= 0) {
                return new Piece(new byte[0], new byte[0], OptionalInt.empty(), false);
            }
            wait(left / 1_000_000 + 1);
        }
        var said = take(out, (int) Math.min(atMost, untilCut));
        untilCut = untilCut == FOREVER ? FOREVER : untilCut - said.length;
        var complained = take(err, atMost);
        var over = out.size() == 0 && err.size() == 0 && ending != Ending.RUNNING;
        var cut = ending != Ending.RUNNING && (untilCut == 0 || over && untilCut != FOREVER);
        return new Piece(said, complained, over && !cut ? OptionalInt.of(exit) : OptionalInt.empty(), cut);
    }

    private static byte[] take(ByteArrayOutputStream from, int atMost) {
        var all = from.toByteArray();
        var taken = Arrays.copyOf(all, Math.min(all.length, atMost));
        from.reset();
        from.write(all, taken.length, all.length - taken.length);
        return taken;
    }

    /** What is known of it now. */
    public synchronized SeenCommand seen() {
        return new SeenCommand(door, user, line, Optional.ofNullable(scriptId), parameters, ending);
    }

    /** The door and the program. */
    @Override
    public String toString() {
        return door + " " + line.program();
    }
}
