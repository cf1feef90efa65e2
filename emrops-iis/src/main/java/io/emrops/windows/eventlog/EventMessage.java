package io.emrops.windows.eventlog;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text of an event. It may hold patient data, so it is no record, no step can give it as its result, and {@link #toString} leaves it
 * out. Show it to who may read it; log it nowhere.
 */
public final class EventMessage {
    private final WindowsEvent event;
    private final @Nullable String text;

    EventMessage(WindowsEvent event, @Nullable String text) {
        this.event = Objects.requireNonNull(event, "event");
        this.text = text;
    }

    /** Whose text it is. */
    public WindowsEvent event() {
        return event;
    }

    /**
     * The text in the language of the host, at most 100,000 characters of it. Empty if the host cannot make it, as after its provider was
     * removed, or no longer has the event.
     */
    public Optional<String> text() {
        return Optional.ofNullable(text);
    }

    /** The event, without the text. */
    @Override
    public String toString() {
        return "EventMessage[" + event + "]";
    }
}
