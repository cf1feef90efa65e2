package io.emrops.testkit.windows.command;

import java.util.Optional;
import java.util.OptionalLong;

/** What the doors lead to. */
public interface Host {
    /** Asks whether a client may come in, and counts that it was asked. */
    boolean logsIn(Door door, String user, String password);

    /** Asks whether somebody may come in whom another host has vouched for, and counts that it was asked. */
    boolean logsIn(Door door, String user);

    /** The name of the computer. */
    String name();

    /** Starts a command. Its input and output are the door's to carry. */
    HostProcess start(Door door, String user, CommandLine line);

    /** Whether the next shell is refused, as if the user had too many; used up by the answer. */
    boolean refusesShell();

    /** Its files, as they are reached by SFTP; empty if it refuses that. */
    Optional<HostFiles> filesBySftp();

    /** After how many bytes of files the next client of SFTP is lost; used up by the answer. */
    OptionalLong dropsFilesAfter();

    /** Waits as long as the link is slow. */
    void delay() throws InterruptedException;
}
