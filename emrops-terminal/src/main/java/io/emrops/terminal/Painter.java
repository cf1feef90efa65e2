package io.emrops.terminal;

import io.emrops.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * Draws on a terminal, at most ten times a second however much happens, and once a second when nothing does. Between two
 * drawings the cursor is hidden and rests at the first line of the picture: wherever a terminal moves the lines when its size
 * changes, all that is behind the cursor is picture, and can be wiped.
 */
final class Painter {
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofSeconds(1);

    /** Makes what is to be drawn. */
    @FunctionalInterface
    interface Model {
        Screen.Drawing draw(Size size);
    }

    private final Terminal terminal;
    private final TimeSource time;
    private final Model model;
    /** Held while something is written, which may take as long as the terminal likes. */
    private final ReentrantLock drawing = new ReentrantLock();
    /** Held for moments only, so that whoever tells of a change never waits for the terminal. */
    private final ReentrantLock planning = new ReentrantLock();

    private Display display;
    private volatile Size size;
    private volatile boolean active;
    private volatile boolean resized;
    private volatile long lastDrawn;
    private volatile int pictureLines;
    private long due = Long.MAX_VALUE;
    private Optional<TimeSource.Timer> timer = Optional.empty();

    Painter(Terminal terminal, TimeSource time, Model model) {
        this.terminal = terminal;
        this.time = time;
        this.model = model;
        this.size = size(terminal);
        this.display = display(terminal, size);
    }

    private static Size size(Terminal terminal) {
        var told = terminal.getSize();
        return Size.of(told.getColumns() > 0 ? told.getColumns() : 80, told.getRows() > 0 ? told.getRows() : 24);
    }

    private static Display display(Terminal terminal, Size size) {
        var display = new Display(terminal, false);
        display.resize(size);
        return display;
    }

    Size size() {
        return size;
    }

    /** How many lines below the cursor the picture reaches. */
    int pictureLines() {
        return pictureLines;
    }

    void start() {
        alone(() -> {
            active = true;
            size = size(terminal);
            display = display(terminal, size);
            terminal.puts(Capability.cursor_invisible);
            draw();
        });
    }

    /** Something is to be seen; it will be soon. */
    void changed() {
        if (active) {
            schedule(Math.max(0, lastDrawn + BETWEEN.toNanos() - time.nanoTime()));
        }
    }

    /** The terminal has another size. */
    void resized() {
        resized = true;
        changed();
    }

    /** Wipes the picture, writes the last lines, and gives the cursor back. A second call does nothing. */
    void stop(List<AttributedString> last) {
        alone(() -> {
            if (active) {
                active = false;
                unschedule();
                takeSize();
                write(last);
                pictureLines = 0;
                terminal.puts(Capability.cursor_normal);
                terminal.flush();
            }
        });
    }

    private void schedule(long nanos) {
        planning.lock();
        try {
            var wanted = time.nanoTime() + nanos;
            if (wanted < due) {
                timer.ifPresent(TimeSource.Timer::cancel);
                due = wanted;
                timer = Optional.of(time.schedule(Duration.ofNanos(nanos), this::tick));
            }
        } finally {
            planning.unlock();
        }
    }

    private void unschedule() {
        planning.lock();
        try {
            timer.ifPresent(TimeSource.Timer::cancel);
            due = Long.MAX_VALUE;
        } finally {
            planning.unlock();
        }
    }

    private void tick() {
        unschedule();
        alone(() -> {
            if (active) {
                draw();
            }
        });
    }

    private void draw() {
        takeSize();
        var drawing = model.draw(size);
        if (!drawing.history().isEmpty()) {
            write(drawing.history());
        }
        display.update(drawing.picture(), 0, false);
        terminal.flush();
        pictureLines = drawing.picture().size();
        lastDrawn = time.nanoTime();
        schedule(IDLE.toNanos());
    }

    /** After a change of size nobody knows how the picture was wrapped, so all of it goes. */
    private void takeSize() {
        if (resized) {
            resized = false;
            size = size(terminal);
            terminal.puts(Capability.carriage_return);
            terminal.puts(Capability.clr_eos);
            display = display(terminal, size);
        }
    }

    private void write(List<AttributedString> lines) {
        display.update(List.of(), 0, false);
        for (var line : lines) {
            line.print(terminal);
            terminal.writer().write("\r\n");
        }
        display = display(terminal, size);
    }

    private void alone(Runnable work) {
        drawing.lock();
        try {
            work.run();
        } finally {
            drawing.unlock();
        }
    }
}
