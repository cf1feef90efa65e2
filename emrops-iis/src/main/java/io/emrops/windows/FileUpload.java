package io.emrops.windows;

import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.windows.Scripts.Chunk;
import io.emrops.windows.Scripts.ChunkAnswer;
import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** One file on its way to a host. */
final class FileUpload {
    static final int CHUNK = 4 << 20;

    private static final Duration FOR_HASH = Duration.ofMinutes(10);
    private static final Duration FOR_CHUNK = Duration.ofMinutes(10);
    private static final Pattern ABSOLUTE =
            Pattern.compile("([A-Za-z]:[\\\\/]|\\\\\\\\[^\\\\/]).*[^\\\\/]", Pattern.DOTALL);
    private static final int TOKEN = 12;

    private final Path file;
    private final String to;
    private final long length;
    private final String sha256;

    private FileUpload(Path file, String to, long length, String sha256) {
        this.file = file;
        this.to = to;
        this.length = length;
        this.sha256 = sha256;
    }

    static FileUpload of(Path file, String to) {
        if (!ABSOLUTE.matcher(to).matches()) {
            throw new IllegalArgumentException(
                    "A file on a Windows host has an absolute path, as in D:\\releases\\app.zip");
        }
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            var length = in.transferTo(OutputStream.nullOutputStream());
            return new FileUpload(
                    file,
                    to,
                    length,
                    HexFormat.of().formatHex(in.getMessageDigest().digest()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Upload send(ConnectedHost host, ScriptRuns runs, Progress progress) throws InterruptedException {
        var there = host.run(Scripts.FILE_HASH.with(new Scripts.PathOnHost(to)).within(FOR_HASH));
        if (there.exists() && there.sha256().equals(sha256)) {
            return new Upload(to, length, sha256, false);
        }
        try (var in = Files.newInputStream(file)) {
            // One connection for all; each chunk has its own time.
            return host.visit(FOR_CHUNK, (connection, target, ignored) -> send(in, connection, target, runs, progress));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Upload send(
            InputStream in, Transport.Connection connection, Target target, ScriptRuns runs, Progress progress)
            throws InterruptedException {
        var offset = 0L;
        while (true) {
            var chunk = next(in);
            var call = Scripts.FILE_PUT
                    .with(new Chunk(to, sha256.substring(0, TOKEN), offset, length, sha256))
                    .payload(chunk)
                    .within(FOR_CHUNK);
            var answer = runs.run(connection, target, call, Deadline.in(FOR_CHUNK));
            offset += chunk.length;
            progress.report(offset, length, "bytes");
            if (answer.finished()) {
                return new Upload(to, length, answer.sha256(), true);
            }
            if (offset >= length || chunk.length == 0 || answer.length() != offset) {
                throw arrivedWrong(target, answer);
            }
        }
    }

    private static byte[] next(InputStream in) {
        try {
            return in.readNBytes(CHUNK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StepFailedException arrivedWrong(Target target, ChunkAnswer answer) {
        return new StepFailedException(
                target + " has received something else than was sent (" + answer.length() + " of " + length
                        + " bytes, or another hash); the file in its place was not touched",
                null,
                target,
                null);
    }
}
