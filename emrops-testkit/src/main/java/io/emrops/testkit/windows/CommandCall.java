package io.emrops.testkit.windows;

import io.emrops.testkit.windows.command.CommandLine;
import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.command.HostProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A command that a client runs. */
public final class CommandCall {
    private final HostProcess process;
    private final String script;

    CommandCall(HostProcess process, String script) {
        this.process = process;
        this.script = script;
    }

    /** Program and arguments. */
    public CommandLine line() {
        return process.seen().line();
    }

    /** The script of an encoded command; empty if this is none. */
    public String script() {
        return script;
    }

    /** How the client came in. */
    public Door door() {
        return process.seen().door();
    }

    /** Who is logged in. */
    public String user() {
        return process.seen().user();
    }

    /** The input, which waits for more until the client ends it. */
    public InputStream input() {
        return process.input();
    }

    /** All of the input. */
    public byte[] wholeInput() {
        try {
            return process.input().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program alone. */
    @Override
    public String toString() {
        return line().program();
    }
}
