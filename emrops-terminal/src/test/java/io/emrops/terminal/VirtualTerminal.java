package io.emrops.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.ScreenTerminal;

/** A terminal that reads the bytes as a real one does, and whose screen can be looked at. */
final class VirtualTerminal implements AutoCloseable {
    private final ScreenTerminal screen;
    private final LineDisciplineTerminal terminal;
    private long bytes;
    private int flushes;
    private final StringBuilder sent = new StringBuilder();

    VirtualTerminal(int columns, int rows) {
        screen = new ScreenTerminal(columns, rows);
        var out = new OutputStream() {
            private final java.io.ByteArrayOutputStream pending = new java.io.ByteArrayOutputStream();

            @Override
            public synchronized void write(int b) {
                pending.write(b);
            }

            @Override
            public synchronized void flush() {
                if (pending.size() > 0) {
                    receive(pending.toByteArray());
                    pending.reset();
                }
            }
        };
        try {
            terminal = new LineDisciplineTerminal("virtual", "screen-256color", out, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        terminal.setSize(Size.of(columns, rows));
    }

    private synchronized void receive(byte[] some) {
        bytes += some.length;
        flushes++;
        var text = new String(some, StandardCharsets.UTF_8);
        sent.append(text);
        screen.write(text);
    }

    Terminal terminal() {
        return terminal;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int flushes() {
        return flushes;
    }

    synchronized String sent() {
        return sent.toString();
    }

    /** Changes its size, as a window does. */
    void resize(int columns, int rows) {
        screen.setSize(Size.of(columns, rows));
        terminal.setSize(Size.of(columns, rows));
        terminal.raise(Terminal.Signal.WINCH);
    }

    void type(String keys) {
        try {
            terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void interrupt() {
        terminal.raise(Terminal.Signal.INT);
    }

    /** What stands on the screen, without blank lines at its end and blanks at the end of its lines. */
    List<String> lines() {
        var columns = screen.getColumns();
        var rows = screen.getRows();
        var cells = new long[columns * rows];
        screen.dump(cells, new int[2]);
        var lines = new ArrayList<String>();
        for (int y = 0; y < rows; y++) {
            var line = new StringBuilder();
            for (int x = 0; x < columns; x++) {
                var c = ScreenTerminal.cellCodePoint(cells[y * columns + x]);
                if (c != 0) {
                    line.appendCodePoint(c);
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    String text() {
        return String.join("\n", lines());
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
