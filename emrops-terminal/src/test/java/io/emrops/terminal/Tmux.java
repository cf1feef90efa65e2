package io.emrops.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A terminal without a window, on a tmux server of its own, and a program in it. */
final class Tmux implements AutoCloseable {
    private final String socket = "emrops-" + UUID.randomUUID();

    private Tmux() {}

    /**
     * Runs a command line in a terminal; when it ends, its status is printed there, and whether the terminal echoes.
     *
     * @param shell for {@code sh}
     */
    static Tmux run(int columns, int rows, String shell) throws Exception {
        var tmux = new Tmux();
        tmux.call(
                "-f",
                "/dev/null",
                "-u",
                "new-session",
                "-d",
                "-x",
                "" + columns,
                "-y",
                "" + rows,
                shell + "; echo \"status $?\"; stty -a | tr ' ;' '\\n\\n' | grep -x -e echo -e -echo; exec sleep 600");
        tmux.call("set", "-g", "status", "off");
        tmux.call("set", "-g", "history-limit", "5000");
        return tmux;
    }

    /** The command line of a Java program with this class path, in a locale of its own. */
    static String java(Class<?> program, List<String> options, Object... args) {
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path")));
        words.addAll(options);
        words.add(program.getName());
        for (var arg : args) {
            words.add(arg.toString());
        }
        return "env -u CI LANG=C.UTF-8 LC_ALL=C.UTF-8 '" + String.join("' '", words) + "'";
    }

    void keys(String... keys) throws Exception {
        var words = new ArrayList<>(List.of("send-keys"));
        words.addAll(List.of(keys));
        call(words.toArray(String[]::new));
    }

    void resize(int columns, int rows) throws Exception {
        call("resize-window", "-x", "" + columns, "-y", "" + rows);
    }

    /** What stands on the screen. */
    String screen() throws Exception {
        return call("capture-pane", "-p");
    }

    /** What stands on the screen and what has scrolled away, lines that were wrapped as one. */
    String all() throws Exception {
        return call("capture-pane", "-p", "-J", "-S", "-");
    }

    boolean showsCursor() throws Exception {
        return call("display-message", "-p", "#{cursor_flag}").strip().equals("1");
    }

    /** The shell in the terminal. */
    ProcessHandle shell() throws Exception {
        return ProcessHandle.of(Long.parseLong(
                        call("display-message", "-p", "#{pane_pid}").strip()))
                .orElseThrow();
    }

    private String call(String... words) throws Exception {
        var command = new ArrayList<>(List.of("tmux", "-L", socket));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    @Override
    public void close() throws Exception {
        call("kill-server");
    }
}
