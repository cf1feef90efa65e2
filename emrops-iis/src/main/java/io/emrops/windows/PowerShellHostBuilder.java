package io.emrops.windows;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What all ways to a host have in common. Bad settings throw here; whether the host is there shows when it is first asked.
 *
 * @param <B> the builder itself
 */
public abstract sealed class PowerShellHostBuilder<B extends PowerShellHostBuilder<B>>
        permits LocalHostBuilder, SshHostBuilder, WinRmHostBuilder {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]+");
    private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9_.:\\\\/-]+");

    String program = "powershell.exe";
    Consumer<String> rawErrors = line -> {};
    Duration connectWithin = Duration.ofSeconds(30);

    PowerShellHostBuilder() {}

    abstract B self();

    /** The host. Asks nobody. */
    public abstract PowerShellHost build();

    /** How long it may take to reach the host and to be let in; 30 seconds if not called. */
    public B connectWithin(Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("The time to connect is between 1 ms and an hour, not " + time);
        }
        connectWithin = time;
        return self();
    }

    /**
     * Which PowerShell is run on the host; {@code powershell.exe} if not called. It has to be version 5.1.
     *
     * @param path without blanks and quotes
     */
    public B program(String path) {
        if (!PROGRAM.matcher(path).matches()) {
            throw new IllegalArgumentException("The path of PowerShell has letters, digits, and _ . : - \\ / alone");
        }
        program = path;
        return self();
    }

    /**
     * Takes the words of PowerShell about an error, for debugging, one text for each error behind the id of the script. They may quote
     * whatever is on the host, so exceptions have ids only. If not called, they are not kept.
     */
    public B rawErrors(Consumer<String> sink) {
        rawErrors = Objects.requireNonNull(sink, "sink");
        return self();
    }

    static String requireHost(String host) {
        if (!HOST.matcher(Objects.requireNonNull(host, "host")).matches()) {
            throw new IllegalArgumentException("This is no name of a host and no address");
        }
        return host;
    }

    static int requirePort(int number) {
        if (number < 1 || number > 65_535) {
            throw new IllegalArgumentException("A port is between 1 and 65535, not " + number);
        }
        return number;
    }

    static String requireUser(String user) {
        if (user.isBlank() || user.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The name of a user is one line of text");
        }
        return user;
    }
}
