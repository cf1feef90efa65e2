package io.emrops.windows;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How PowerShell names what went wrong, without its words. An id or type that does not look like one is left out, because scripts can
 * make any text an id.
 *
 * @param id the cmdlet's, as in {@code PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand}; empty if there is none
 * @param category as in {@code ObjectNotFound}; empty if it is not known
 * @param type the .NET type of the exception; empty if it is not known
 * @param hresult its HRESULT, such as -2147024891 for a denied access; 0 if it is not known
 */
public record ScriptError(String id, String category, String type, int hresult) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.,+-]{0,199}");

    public ScriptError {
        id = nameOrNothing(Objects.requireNonNull(id, "id"));
        category = nameOrNothing(Objects.requireNonNull(category, "category"));
        type = nameOrNothing(Objects.requireNonNull(type, "type"));
    }

    private static String nameOrNothing(String text) {
        return NAME.matcher(text).matches() ? text : "";
    }

    /** The most that is known, in one line. */
    @Override
    public String toString() {
        var name = !id.isEmpty() ? id : !type.isEmpty() ? type : "an error without an id";
        return hresult == 0 ? name : name + String.format(" (0x%08X)", hresult);
    }
}
