package io.emrops.windows.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The one thing that stands on a command line: a constant script that reads the script to run, its parameters and its secrets from its
 * input. A command line shows in lists of processes and in event logs, and nothing in it says more than that emrops was here.
 */
public final class Bootstrap {
    /** cmd.exe, which is the shell of OpenSSH on Windows, takes 8191 characters. */
    public static final int LONGEST_LINE = 8190;

    private static final String TEXT = read();

    private Bootstrap() {}

    private static String read() {
        try (var resource = Bootstrap.class.getResourceAsStream("/META-INF/emrops/powershell/bootstrap.ps1")) {
            if (resource == null) {
                throw new IllegalStateException("emrops-iis has lost its bootstrap.ps1");
            }
            return new String(resource.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param program by name or by path */
    public static CommandLine on(String program) {
        var encoded = Base64.getEncoder().encodeToString(TEXT.getBytes(StandardCharsets.UTF_16LE));
        return new CommandLine(program, List.of("-NoProfile", "-NonInteractive", "-EncodedCommand", encoded));
    }
}
