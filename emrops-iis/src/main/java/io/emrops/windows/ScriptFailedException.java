package io.emrops.windows;

import io.emrops.StepFailedException;
import io.emrops.Target;
import org.jspecify.annotations.Nullable;

/** A script failed in PowerShell. What it did before may stay. The {@linkplain #vendorCode vendor's code} is the id of the error. */
public class ScriptFailedException extends StepFailedException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable ScriptError error;

    /**
     * @param message safe for an audit trail
     */
    public ScriptFailedException(String message, Target target, ScriptError error) {
        super(message, null, target, error.toString());
        this.error = error;
    }

    /** What PowerShell says; nothing but empty fields after deserialization. */
    public ScriptError error() {
        return error == null ? new ScriptError("", "", "", 0) : error;
    }
}
