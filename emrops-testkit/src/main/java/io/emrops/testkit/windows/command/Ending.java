package io.emrops.testkit.windows.command;

/** How a command ended, or that it has not. */
public enum Ending {
    /** It is still running. */
    RUNNING,
    /** By itself, with an exit code. */
    EXITED,
    /** Its client ended it: by a Signal or a Delete over WinRM, by killing the program that stands in for it locally. */
    TERMINATED,
    /** Its own watchdog ended it at its deadline. */
    TIMED_OUT,
    /** The host went down with it. */
    LOST
}
