package io.emrops.testkit.windows.command;

/** How a client came in. */
public enum Door {
    /** WS-Management over HTTP or HTTPS. */
    WINRM,
    /** SSH. */
    SSH,
    /** A program on the same machine that stands in for {@code powershell.exe}. */
    LOCAL
}
