package io.emrops.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Puts lines together from pieces that end anywhere, and keeps only the beginning of very long ones. */
final class LineCutter {
    static final int LONGEST = 8 << 10;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineCutter(Consumer<String> lines) {
        this.lines = lines;
    }

    void add(byte[] piece) {
        for (var b : piece) {
            if (b == '\n') {
                finish();
            } else if (line.size() < LONGEST) {
                line.write(b);
            }
        }
    }

    /** The last line may have no end. */
    void finish() {
        if (line.size() > 0) {
            var text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
        }
    }
}
