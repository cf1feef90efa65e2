package io.emrops.testkit.windows.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A program and its arguments.
 *
 * @param program as it was written, such as {@code powershell.exe}
 */
public record CommandLine(String program, List<String> arguments) {
    /** Copies the arguments. */
    public CommandLine {
        arguments = List.copyOf(arguments);
    }

    /** Splits a line at blanks; double quotes keep blanks together. An empty line has an empty program. */
    public static CommandLine parse(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        var quoted = false;
        var begun = false;
        for (var i = 0; i < line.length(); i++) {
            var c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
                begun = true;
            } else if (Character.isWhitespace(c) && !quoted) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words.isEmpty()
                ? new CommandLine("", List.of())
                : new CommandLine(words.get(0), words.subList(1, words.size()));
    }

    /** The program without its directory and {@code .exe}, in lower case. */
    public String name() {
        var file = program.substring(Math.max(program.lastIndexOf('\\'), program.lastIndexOf('/')) + 1)
                .toLowerCase(Locale.ROOT);
        return file.endsWith(".exe") ? file.substring(0, file.length() - ".exe".length()) : file;
    }

    /** Program and arguments with blanks between them. */
    public String line() {
        return arguments.isEmpty() ? program : program + " " + String.join(" ", arguments);
    }
}
