package io.emrops.testkit.windows.command;

/** What the doors lead to. */
public interface Host {
    /** Asks whether a client may come in, and counts that it was asked. */
    boolean logsIn(Door door, String user, String password);

    /** The name of the computer. */
    String name();

    /** Starts a command. Its input and output are the door's to carry. */
    HostProcess start(Door door, String user, CommandLine line);

    /** Whether the next shell is refused, as if the user had too many; used up by the answer. */
    boolean refusesShell();

    /** Waits as long as the link is slow. */
    void delay() throws InterruptedException;
}
