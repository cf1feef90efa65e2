package io.emrops.testkit.trace;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file in which a process says what it takes for durable: each line is one write, made before {@code tell} returns. */
final class Told implements AutoCloseable {
    private final FileOutputStream out;

    Told(Path file) throws IOException {
        out = new FileOutputStream(file.toFile(), true);
    }

    void tell(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
