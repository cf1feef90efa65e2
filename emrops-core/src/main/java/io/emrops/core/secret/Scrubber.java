package io.emrops.core.secret;

import io.emrops.Secret;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Blots secrets out of text. Each secret that was registered is recognised
 *
 * <ul>
 *   <li>as it is, and each of its lines of eight or more characters alone;
 *   <li>in Base64, of UTF-8 and of UTF-16LE (as PowerShell takes its commands), in the standard and the URL-safe
 *       alphabet, with and without padding, alone or as a part of a longer encoded text: of the latter all characters
 *       are blotted out that depend on the secret alone, up to one at each end depends on its neighbours and stays;
 *   <li>URL-encoded as forms, browsers and paths do it, with {@code +} or {@code %20}, in upper or lower hexadecimal;
 *   <li>JSON-escaped, as sparsely as possible, with {@code \/}, with everything beyond ASCII or HTML-unsafe as
 *       {@code \}{@code u0000}, or all of it.
 * </ul>
 *
 * <p>A secret that was hashed, encrypted, compressed, written in hexadecimal, split over several lines of Base64 or
 * translated to another case is not recognised.
 *
 * <p>To recognise secrets, the scrubber keeps the characters of all these spellings in memory for as long as it is
 * reachable; it makes no {@code String} of them. A dump of the heap shows them, as it shows what they were read from.
 *
 * <p>Safe for use by several threads; a secret is looked for in every text that is begun after {@link #register}
 * returned, and in what streams already open have not passed on by then.
 */
public final class Scrubber {
    /** What stands in the place of a secret. */
    public static final String BLOT = "***";

    private final Trie trie = new Trie();
    private volatile Automaton automaton = Automaton.EMPTY;

    /** One that knows no secret yet. */
    public Scrubber() {}

    /**
     * Looks for this secret from now on. A second call with the same one changes nothing.
     *
     * @param secret copied, in several spellings; the caller may wipe it
     * @throws IllegalArgumentException if it has fewer than {@link Secret#MIN_LENGTH} characters, which would blot out
     *     ordinary words
     */
    public void register(char[] secret) {
        if (secret.length < Secret.MIN_LENGTH) {
            throw new IllegalArgumentException("A secret of fewer than " + Secret.MIN_LENGTH
                    + " characters cannot be blotted out without blotting out ordinary words");
        }
        synchronized (trie) {
            var before = trie.size();
            Spellings.of(secret, trie::add);
            if (trie.size() != before || trie.endsChanged()) {
                automaton = trie.compile();
            }
        }
    }

    /** Whether no secret has been registered, so that every text stays as it is. */
    public boolean knowsNothing() {
        return automaton == Automaton.EMPTY;
    }

    /** Looks for this secret from now on; see {@link #register(char[])}. */
    public void register(Secret secret) {
        secret.use(this::register);
    }

    /** The text with every secret replaced by {@link #BLOT}; the same object if there was none. */
    public String scrub(String text) {
        var found = automaton;
        if (found == Automaton.EMPTY || !found.occursIn(text)) {
            return text;
        }
        var out = new StringBuilder(text.length());
        var blotter = new Blotter(found, out::append);
        blotter.write(text, 0, text.length());
        blotter.finish();
        return out.toString();
    }

    /**
     * The same for a JSON text, which stays valid JSON: secrets are looked for in the decoded content of each string and
     * in each number. A text that is not JSON is scrubbed as plain text.
     */
    public String scrubJson(String json) {
        return new JsonScrub(json, this::scrub).result();
    }

    /**
     * Scrubs a text that comes in pieces, wherever their borders lie.
     *
     * @param out is given the scrubbed text, in pieces of its own; called on the thread that writes
     */
    public Stream stream(Consumer<? super String> out) {
        return new Stream(Objects.requireNonNull(out, "out"));
    }

    /** A writer that scrubs what goes through it; closing it passes on the rest and closes {@code out}. */
    public Writer writer(Writer out) {
        return new ScrubbingWriter(out);
    }

    /** For tests: the length of the longest spelling. */
    int longest() {
        return automaton.longest();
    }

    /**
     * A text on its way through the scrubber. Holds back what may be the beginning of a secret, which is at most one
     * character less than the longest spelling has, and passes on the rest at once. For one thread at a time.
     */
    public final class Stream implements AutoCloseable {
        private final StringBuilder ready = new StringBuilder();
        private final Consumer<? super String> out;
        private Automaton current = automaton;
        private final Blotter blotter = new Blotter(current, ready::append);

        private Stream(Consumer<? super String> out) {
            this.out = out;
        }

        /** Takes the next piece. */
        public void write(CharSequence text) {
            var newest = automaton;
            if (newest != current) {
                current = newest;
                blotter.use(newest);
            }
            blotter.write(text, 0, text.length());
            passOn();
        }

        /** How many characters are held back now. */
        public int heldBack() {
            return blotter.heldBack();
        }

        /** The end of the text: passes on what was held back. What is written afterwards is another text. */
        @Override
        public void close() {
            blotter.finish();
            passOn();
        }

        private void passOn() {
            if (!ready.isEmpty()) {
                var text = ready.toString();
                ready.setLength(0);
                out.accept(text);
            }
        }
    }

    private final class ScrubbingWriter extends FilterWriter {
        private final StringBuilder ready = new StringBuilder();
        private final Stream stream = stream(ready::append);

        ScrubbingWriter(Writer out) {
            super(out);
        }

        @Override
        public void write(int c) throws IOException {
            write(String.valueOf((char) c));
        }

        @Override
        public void write(char[] chars, int offset, int length) throws IOException {
            write(new String(chars, offset, length));
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            synchronized (lock) {
                stream.write(text.substring(offset, offset + length));
                passOn();
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (lock) {
                try (var target = out) {
                    stream.close();
                    target.append(ready);
                }
            }
        }

        private void passOn() throws IOException {
            out.append(ready);
            ready.setLength(0);
        }
    }
}
