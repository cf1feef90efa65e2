package io.emrops.testkit.windows.command;

/**
 * A user name that came over the wire, with a password or a ticket. Over WinRM they come with every request, and each counts.
 *
 * @param accepted whether the client was let in
 */
public record LoginAttempt(Door door, String user, boolean accepted) {}
