package io.emrops.testkit.windows;

/** Answers a command. */
@FunctionalInterface
public interface CommandHandler {
    /** What it says, and how it exits. */
    CommandOutput run(CommandCall call);
}
