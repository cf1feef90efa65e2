package io.emrops.windows;

import io.emrops.EmropsException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.windows.Scripts.Chunk;
import io.emrops.windows.Scripts.ChunkAnswer;
import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.FileWrite;
import io.emrops.windows.wire.Transport;
import io.emrops.windows.wire.TransportException;
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
    private static final byte[] NOTHING = {};

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
        // One connection for all; each chunk has its own time.
        return host.visit(
                FOR_CHUNK, (connection, target, ignored) -> new Visit(connection, target, runs, progress).send());
    }

    /** While the host has let us in. */
    private final class Visit {
        private final Transport.Connection connection;
        private final Target target;
        private final ScriptRuns runs;
        private final Progress progress;

        Visit(Transport.Connection connection, Target target, ScriptRuns runs, Progress progress) {
            this.connection = connection;
            this.target = target;
            this.runs = runs;
            this.progress = progress;
        }

        Upload send() throws InterruptedException {
            return length > CHUNK && connection.writes() && sentWithoutPowerShell() ? finish() : sendInChunks();
        }

        /** The script makes the file that is written into, with the rights that it has. Whether all bytes are there. */
        private boolean sentWithoutPowerShell() throws InterruptedException {
            put(0, NOTHING);
            try (var in = Files.newInputStream(file)) {
                return connection.write(
                        new FileWrite(part(), in, sent -> progress.report(sent, length, "bytes"), FOR_CHUNK));
            } catch (TransportException e) {
                var failure = Failure.whileSending(target, e);
                if (e.reason() == TransportException.Reason.REFUSED) {
                    giveBackRoom(failure);
                }
                throw failure;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** A disk may be full of what was sent. */
        private void giveBackRoom(EmropsException failure) throws InterruptedException {
            try {
                put(0, NOTHING);
            } catch (EmropsException e) {
                failure.addSuppressed(e);
            }
        }

        private Upload finish() throws InterruptedException {
            var answer = put(length, NOTHING);
            if (!answer.finished()) {
                throw arrivedWrong(target, answer);
            }
            return new Upload(to, length, answer.sha256(), true);
        }

        private Upload sendInChunks() throws InterruptedException {
            try (var in = Files.newInputStream(file)) {
                return sendInChunks(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Upload sendInChunks(InputStream in) throws IOException, InterruptedException {
            var offset = 0L;
            while (true) {
                var chunk = in.readNBytes(CHUNK);
                var answer = put(offset, chunk);
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

        private ChunkAnswer put(long offset, byte[] bytes) throws InterruptedException {
            var call = Scripts.FILE_PUT
                    .with(new Chunk(to, token(), offset, length, sha256))
                    .payload(bytes)
                    .within(FOR_CHUNK);
            return runs.run(connection, target, call, Deadline.in(FOR_CHUNK));
        }
    }

    private String token() {
        return sha256.substring(0, TOKEN);
    }

    /** As the script names it. */
    private String part() {
        return to + "." + token() + ".part";
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
