package io.emrops.windows.ssh;

import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.FileWrite;
import io.emrops.windows.wire.TransportException;
import io.emrops.windows.wire.TransportException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpException;

/** One file on its way by SFTP, with several requests under way at a time. */
final class SftpWrite {
    /** Of a file in one request: what every server takes ("General Packet Format": 34,000 bytes in all). */
    private static final int PIECE = 32 << 10;

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration FOR_END = Duration.ofSeconds(5);

    private final ClientSession session;
    private final String path;
    private final FileWrite write;
    private final AtomicLong moved = new AtomicLong();

    SftpWrite(ClientSession session, String path, FileWrite write) {
        this.session = session;
        this.path = path;
        this.write = write;
    }

    /** Whether there is SFTP that reaches the file. */
    boolean run() throws TransportException, InterruptedException {
        SftpClient sftp;
        try {
            sftp = SftpClientFactory.instance().createSftpClient(session);
        } catch (IOException | RuntimeException e) {
            return notOffered(e);
        }
        try {
            // Never creates anything: what PowerShell has not made here is another place.
            var out = sftp.write(path, PIECE, List.of(OpenMode.Write));
            fill(out);
            return true;
        } catch (IOException e) {
            return notOffered(e);
        } finally {
            sftp.getClientChannel().close(false);
        }
    }

    private boolean notOffered(Exception e) throws TransportException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!session.isOpen()) {
            throw lost(e);
        }
        return false;
    }

    private void fill(OutputStream out) throws TransportException, InterruptedException {
        var copied = new CompletableFuture<Boolean>();
        var thread = new Thread(() -> copy(out, copied), "emrops-sftp");
        thread.setDaemon(true);
        thread.start();
        try {
            await(copied);
        } finally {
            if (!copied.isDone()) {
                session.close(true);
                thread.join(FOR_END.toMillis());
            }
        }
    }

    private void copy(OutputStream out, CompletableFuture<Boolean> copied) {
        try (out) {
            var buffer = new byte[PIECE];
            for (var n = read(buffer); n >= 0; n = read(buffer)) {
                out.write(buffer, 0, n);
                moved.addAndGet(n);
            }
        } catch (IOException | RuntimeException e) {
            copied.completeExceptionally(e);
            return;
        }
        copied.complete(true);
    }

    private int read(byte[] buffer) {
        try {
            return write.content().read(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(CompletableFuture<Boolean> copied) throws TransportException, InterruptedException {
        var seen = 0L;
        var patience = Deadline.in(write.stall());
        while (true) {
            try {
                copied.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                write.sent().accept(moved.get());
                return;
            } catch (TimeoutException e) {
                var now = moved.get();
                if (now != seen) {
                    seen = now;
                    patience = Deadline.in(write.stall());
                    write.sent().accept(now);
                } else if (patience.isPast()) {
                    throw new TransportException(Reason.TIMEOUT, "took nothing more of a file for too long", e);
                }
            } catch (ExecutionException e) {
                throw failure(e);
            }
        }
    }

    private static TransportException failure(ExecutionException e) {
        var cause = e.getCause();
        if (cause instanceof UncheckedIOException unread) {
            throw unread;
        }
        return cause instanceof SftpException refused
                ? new TransportException(
                        Reason.REFUSED, "did not take all of a file (SFTP status " + refused.getStatus() + ")", refused)
                : lost(e);
    }

    private static TransportException lost(Throwable cause) {
        return new TransportException(Reason.LOST, "was lost while a file was sent", cause);
    }
}
