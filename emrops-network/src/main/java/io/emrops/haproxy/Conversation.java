package io.emrops.haproxy;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import java.io.IOException;
import java.util.regex.Pattern;

/** What is said to a HAProxy for one call of a provider, so that a failure tells whether anything was changed before it. */
final class Conversation {
    private static final Pattern NOTHING = Pattern.compile("");

    private final Link link;
    private final String prefix;
    private boolean changed;

    Conversation(Link link) {
        this(link, "");
    }

    /**
     * @param prefix stands before each command, such as {@code @!4711} for a master that is to pass it on
     */
    Conversation(Link link, String prefix) {
        this.link = link;
        this.prefix = prefix;
    }

    boolean hasChanged() {
        return changed;
    }

    /** The answer to a question, without the blank lines around it. */
    String read(String command) {
        try {
            return complete(link.ask(prefix + command));
        } catch (IOException e) {
            throw unanswered(command, e);
        }
    }

    /** A command that HAProxy answers with silence if it is done. */
    void change(String command) {
        change(command, NOTHING);
    }

    /**
     * A command that changes something.
     *
     * @param done what is answered if it is done
     * @return the answer
     */
    String change(String command, Pattern done) {
        String answer;
        try {
            answer = complete(link.ask(prefix + command));
        } catch (Link.NotSentException e) {
            throw unanswered(command, e);
        } catch (IOException e) {
            throw new OutcomeUnknownException(lost(command), e);
        }
        if (!done.matcher(answer).matches()) {
            throw refused(command, answer);
        }
        changed = true;
        return answer;
    }

    /**
     * A command that hands over a text, which no failure quotes, for a later one to put into effect: it changes nothing by itself.
     *
     * @param payload lines, none of them empty
     * @param done what is answered if it is taken
     */
    void hand(String command, String payload, Pattern done) {
        String answer;
        try {
            // The end of the line behind it is the empty line that ends it.
            answer = complete(link.ask(prefix + command + " <<\n" + payload));
        } catch (IOException e) {
            throw unanswered(command, e);
        }
        if (!done.matcher(answer).find()) {
            throw refused(command, answer);
        }
    }

    /** Something that was asked for cannot be had. */
    EmropsException refused(String command, String answer) {
        var message = "HAProxy on " + link.name() + " refused \"" + command + "\": " + firstLine(answer);
        return changed ? new StepFailedException(message) : new PreconditionFailedException(message);
    }

    private EmropsException unanswered(String command, IOException cause) {
        return changed
                ? new OutcomeUnknownException(lost(command), cause)
                : new TargetUnavailableException(
                        "HAProxy on " + link.name() + " does not answer; nothing was changed", cause);
    }

    private String lost(String command) {
        return "HAProxy on " + link.name() + " was lost at \"" + command + "\"";
    }

    /** An answer ends with a blank line; one that was cut does not. */
    private static String complete(String answer) throws IOException {
        if (!answer.equals("\n") && !answer.endsWith("\n\n")) {
            throw new IOException("The answer is cut: " + answer.length() + " characters");
        }
        return answer.strip();
    }

    private static String firstLine(String answer) {
        var line = answer.lines().findFirst().orElse("").replaceAll("[^ -~]", "?");
        return line.length() <= 200 ? line : line.substring(0, 200);
    }
}
