package io.emrops.spi.page;

import java.net.URI;
import java.util.List;
import java.util.Objects;

/** A stretch of {@link Text} of one kind. */
public sealed interface Span {
    /** Words. */
    record Plain(String text) implements Span {
        public Plain {
            Objects.requireNonNull(text, "text");
        }
    }

    /** Letter by letter: an id, a value, a call. */
    record Code(String text) implements Span {
        public Code {
            Objects.requireNonNull(text, "text");
        }
    }

    /** Words that are not to be overlooked. */
    record Strong(List<Span> spans) implements Span {
        public Strong {
            spans = List.copyOf(spans);
        }
    }

    /** Words that are set apart. */
    record Emphasis(List<Span> spans) implements Span {
        public Emphasis {
            spans = List.copyOf(spans);
        }
    }

    /** An address to open; one that no browser opens harmlessly is shown and not linked. */
    record Hyperlink(String title, URI address) implements Span {
        public Hyperlink {
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(address, "address");
        }
    }

    /** A word or two that classify what they stand beside. */
    record Badge(Tone tone, String text) implements Span {
        public Badge {
            Objects.requireNonNull(tone, "tone");
            Objects.requireNonNull(text, "text");
        }
    }

    /** Room for somebody to write in by hand, about so many letters wide. */
    record Blank(int letters) implements Span {
        public Blank {
            if (letters < 1) {
                throw new IllegalArgumentException("A blank has room for at least one letter, not for " + letters);
            }
        }
    }
}
