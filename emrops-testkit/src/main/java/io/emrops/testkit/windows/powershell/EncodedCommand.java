package io.emrops.testkit.windows.powershell;

import io.emrops.testkit.windows.command.CommandLine;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The script that stands on a command line of {@code powershell.exe}. */
public final class EncodedCommand {
    private static final String OPTION = "encodedcommand";

    private EncodedCommand() {}

    /** Whether this is PowerShell. */
    public static boolean isPowerShell(CommandLine line) {
        return List.of("powershell", "pwsh").contains(line.name());
    }

    /**
     * The script of {@code -EncodedCommand}, which may be shortened as PowerShell has it.
     *
     * @return empty if there is none, or it is not Base64 of UTF-16LE
     */
    public static Optional<String> of(CommandLine line) {
        var arguments = line.arguments();
        for (var i = 0; i + 1 < arguments.size(); i++) {
            if (isOption(arguments.get(i).toLowerCase(Locale.ROOT))) {
                return decode(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private static boolean isOption(String argument) {
        return argument.equals("-ec")
                || argument.length() > 1
                        && (argument.startsWith("-") || argument.startsWith("/"))
                        && OPTION.startsWith(argument.substring(1));
    }

    private static Optional<String> decode(String base64) {
        try {
            var bytes = Base64.getDecoder().decode(base64);
            return bytes.length % 2 == 0 ? Optional.of(new String(bytes, StandardCharsets.UTF_16LE)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
