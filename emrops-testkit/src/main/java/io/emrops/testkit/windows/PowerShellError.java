package io.emrops.testkit.windows;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The error that a scripted script ends with, as PowerShell's {@code ErrorRecord} has it. */
public final class PowerShellError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String id;
    private final String category;
    private final String type;
    private final int hresult;

    private PowerShellError(String id, String category, String type, int hresult, String message) {
        super(message, null, false, false);
        this.id = Objects.requireNonNull(id, "id");
        this.category = Objects.requireNonNull(category, "category");
        this.type = Objects.requireNonNull(type, "type");
        this.hresult = hresult;
    }

    /**
     * An error.
     *
     * @param id the {@code FullyQualifiedErrorId}, such as {@code PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand}
     * @param category the {@code ErrorCategory}, such as {@code ObjectNotFound}
     */
    public static PowerShellError of(String id, String category) {
        return new PowerShellError(
                id, category, "System.Management.Automation.RuntimeException", -2146233087, "It failed.");
    }

    /** The same, from this .NET exception. */
    public PowerShellError from(String newType, int newHresult) {
        return new PowerShellError(id, category, newType, newHresult, String.valueOf(getMessage()));
    }

    /** The same, with this text, which no client should let through. */
    public PowerShellError saying(String text) {
        return new PowerShellError(id, category, type, hresult, text);
    }

    /** The {@code FullyQualifiedErrorId}. */
    public String id() {
        return id;
    }

    /** The {@code ErrorCategory}. */
    public String category() {
        return category;
    }

    Map<String, Object> answer() {
        var error = new LinkedHashMap<String, Object>();
        error.put("id", id);
        error.put("category", category);
        error.put("type", type);
        error.put("hresult", hresult);
        error.put("message", String.valueOf(getMessage()));
        return error;
    }
}
