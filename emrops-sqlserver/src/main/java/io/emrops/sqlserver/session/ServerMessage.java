package io.emrops.sqlserver.session;

import java.util.Objects;

/**
 * A message of the server with its text, which can quote rows and so patients. Goes to nobody but a sink that somebody has asked for; see
 * {@link Sessions.Builder#debugTo}.
 */
public final class ServerMessage {
    private final MessageNumber number;
    private final String text;

    ServerMessage(MessageNumber number, String text) {
        this.number = Objects.requireNonNull(number, "number");
        this.text = Objects.requireNonNull(text, "text");
    }

    /** Which message. */
    public MessageNumber number() {
        return number;
    }

    /** As the server or the driver has written it, in whichever language. Fit for no log. */
    public String text() {
        return text;
    }

    /** Without the text. */
    @Override
    public String toString() {
        return number.toString();
    }
}
