package io.emrops.core.command;

/**
 * Local programs as steps.
 *
 * <pre>{@code
 * rb.step("migrate", "Run the migrations", Commands.run("dotnet", "ef", "database", "update").in(Path.of("/srv/emrnext")))
 *         .nothingToUndo("migrations only add; the previous version runs on the new schema");
 * }</pre>
 */
public final class Commands {
    private Commands() {}

    /**
     * Runs a program on this machine.
     *
     * @param program a name that is looked up in the {@code PATH} of this process, or a path; a relative path begins at
     *     the working directory of the command
     * @param arguments handed to the program as they are; nothing in them is expanded or split. Never a secret: every
     *     user of the machine can read them
     */
    public static Command run(String program, String... arguments) {
        return new Command(program, arguments);
    }
}
