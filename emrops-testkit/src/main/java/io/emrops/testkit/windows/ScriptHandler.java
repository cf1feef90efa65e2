package io.emrops.testkit.windows;

/** Answers a script. */
@FunctionalInterface
public interface ScriptHandler {
    /**
     * What the script answers: maps, collections, text, numbers, truth values, {@link java.util.Optional}s of them.
     *
     * @throws PowerShellError if the script ends with an error
     */
    Object answer(ScriptCall call);
}
