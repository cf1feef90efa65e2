package io.emrops.core.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process and those it started, as far as they can be known: those below it whenever somebody looked, those below
 * these, and on Linux those that carry its mark in their environment. For one thread.
 */
final class ProcessTree {
    private static final Path PROC = Path.of("/proc");
    private static final long TELL_EVERY = TimeUnit.SECONDS.toNanos(10);

    private final Set<ProcessHandle> known = new LinkedHashSet<>();
    private final String mark;

    ProcessTree(Process root, String mark) {
        this.mark = mark;
        known.add(root.toHandle());
    }

    /** Remembers who is there now. */
    void look() {
        for (var process : List.copyOf(known)) {
            process.descendants().forEach(known::add);
        }
    }

    /**
     * Ends all of them and returns when they are gone, however long that takes. An interrupt does not stop it; the flag
     * is set again at the end.
     */
    void end(Duration grace, Consumer<String> tell) {
        var interrupted = false;
        var started = System.nanoTime();
        var told = started;
        var asked = new LinkedHashSet<ProcessHandle>();
        for (var alive = alive(); !alive.isEmpty(); alive = alive()) {
            var now = System.nanoTime();
            var forced = now - started >= grace.toNanos();
            for (var process : alive) {
                if (forced) {
                    process.destroyForcibly();
                } else if (asked.add(process)) {
                    process.destroy();
                }
            }
            if (now - told > TELL_EVERY) {
                told = now;
                tell.accept("Process " + alive.get(0).pid() + " was killed and is not gone yet; waiting for it");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<ProcessHandle> alive() {
        look();
        known.addAll(marked(mark));
        return known.stream().filter(ProcessTree::isRunning).toList();
    }

    /** The processes that run under this idempotency key; empty where environments cannot be read. */
    static List<ProcessHandle> marked(String mark) {
        if (!Files.isDirectory(PROC)) {
            return List.of();
        }
        var wanted = Command.KEY_VARIABLE + "=" + mark;
        var found = new ArrayList<ProcessHandle>();
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var directory : processes) {
                // The handle first: it remembers when the process was started, so that another one that gets its
                // number later is never taken for it.
                ProcessHandle.of(Long.parseLong(directory.getFileName().toString()))
                        .filter(process ->
                                process.pid() != ProcessHandle.current().pid())
                        .filter(process -> carries(directory.resolve("environ"), wanted))
                        .ifPresent(found::add);
            }
        } catch (IOException | RuntimeException e) {
            // No /proc worth the name: what was seen so far has to do.
            return found;
        }
        return found;
    }

    private static boolean carries(Path environment, String wanted) {
        try {
            var variables = new String(Files.readAllBytes(environment), StandardCharsets.UTF_8);
            return ("\0" + variables).contains("\0" + wanted + "\0");
        } catch (IOException e) {
            // Another user's, or gone meanwhile.
            return false;
        }
    }

    /** Whether it does anything. One that has ended and that nobody asked about is a zombie; Java says it is alive. */
    static boolean isRunning(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            var stat = Files.readString(PROC.resolve(process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            var state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException | StringIndexOutOfBoundsException e) {
            return process.isAlive();
        }
    }
}
