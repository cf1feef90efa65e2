package io.emrops.internal;

import io.emrops.spi.file.PrivateFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A new file of a report, for its owner alone, which has its name when all of it is there, and the hash of what is written to it. */
public final class ReportWriter implements Closeable {
    private static final int NAMES = 100;

    /**
     * What was written.
     *
     * @param path where it lies, absolute
     * @param sha256 of its content, in hexadecimal digits
     */
    public record Written(String path, long bytes, String sha256) {}

    private final PrivateFile file;
    private final MessageDigest digest = sha256();
    private final OutputStream out;
    private long bytes;

    private ReportWriter(PrivateFile file) {
        this.file = file;
        this.out = new DigestOutputStream(file.out(), digest);
    }

    /** Under this name, or with a number behind it if it is taken. */
    public static ReportWriter create(Path directory, String name, String ending) throws IOException {
        for (var i = 1; i < NAMES; i++) {
            try {
                return new ReportWriter(PrivateFile.create(directory.resolve(name + (i == 1 ? "" : "-" + i) + ending)));
            } catch (FileAlreadyExistsException e) {
                // The next name may be free.
            }
        }
        throw new FileAlreadyExistsException(directory.resolve(name).toString());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** How it will be called. */
    public Path name() {
        return file.file().getFileName();
    }

    public void write(String text) throws IOException {
        var content = text.getBytes(StandardCharsets.UTF_8);
        out.write(content);
        bytes += content.length;
    }

    /**
     * Gives it its name.
     *
     * @throws FileAlreadyExistsException if somebody has made a file of that name meanwhile
     */
    public Written finish() throws IOException {
        file.finish();
        return new Written(file.file().toString(), bytes, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
