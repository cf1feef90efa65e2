package io.emrops.testkit.windows.local;

import io.emrops.testkit.windows.command.CommandLine;
import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.command.Ending;
import io.emrops.testkit.windows.command.Host;
import io.emrops.testkit.windows.command.HostProcess;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Listens on 127.0.0.1 for programs that stand in for {@code powershell.exe}. */
public final class LocalDoor implements AutoCloseable {
    private static final int MOST_ARGUMENTS = 1000;
    private static final int LONGEST_ARGUMENT = 1 << 20;
    private static final int PIECE = 16 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Host host;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean shut;

    /** Opens it. */
    public LocalDoor(Host host) throws IOException {
        this.host = host;
        this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        daemon(this::listen);
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "windows-local");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Writes the program.
     *
     * @param directory which exists
     * @return its path
     */
    public Path standIn(Path directory) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var classes = StandIn.class.getProtectionDomain().getCodeSource().getLocation();
        var program = directory.resolve("powershell.exe");
        try {
            Files.writeString(
                    program,
                    "#!/bin/sh\nexec " + quoted(java.toString())
                            + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp "
                            + quoted(Path.of(classes.toURI()).toString()) + " " + StandIn.class.getName() + " "
                            + server.getLocalPort() + " \"$@\"\n");
        } catch (URISyntaxException e) {
            throw new IOException("the testkit does not know where it is", e);
        }
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                open.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                // closed, or a client that is gone already
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (shut) {
                return;
            }
            var in = new DataInputStream(socket.getInputStream());
            var line = commandLine(in);
            var process = host.start(Door.LOCAL, System.getProperty("user.name", ""), line);
            daemon(() -> feed(in, process));
            say(process, new DataOutputStream(socket.getOutputStream()));
        } catch (IOException e) {
            // The client is gone, which is seen where its input is read.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static CommandLine commandLine(DataInputStream in) throws IOException {
        var count = in.readInt();
        if (count < 0 || count > MOST_ARGUMENTS) {
            throw new IOException("no command line");
        }
        var arguments = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            arguments.add(new String(block(in, in.readInt()), StandardCharsets.UTF_8));
        }
        return new CommandLine("powershell.exe", arguments);
    }

    private static byte[] block(DataInputStream in, int length) throws IOException {
        if (length < 0 || length > LONGEST_ARGUMENT) {
            throw new IOException("no block");
        }
        var block = in.readNBytes(length);
        if (block.length < length) {
            throw new IOException("half a block");
        }
        return block;
    }

    /** Nothing comes behind the end of the input but the end of the program. */
    private static void feed(DataInputStream in, HostProcess process) {
        try {
            for (var length = in.readInt(); length >= 0; length = in.readInt()) {
                process.write(block(in, length));
            }
            process.endInput();
            if (in.read() >= 0) {
                throw new IOException("more than there can be");
            }
        } catch (IOException e) {
            // ended below
        }
        process.end(Ending.TERMINATED);
    }

    private void say(HostProcess process, DataOutputStream out) throws IOException, InterruptedException {
        while (true) {
            var piece = process.take(PIECE, PATIENCE);
            if (piece.isEmpty()) {
                continue;
            }
            host.delay();
            frame(out, StandIn.OUT, piece.out());
            frame(out, StandIn.ERR, piece.err());
            if (piece.exit().isPresent()) {
                out.write(StandIn.EXIT);
                out.writeInt(piece.exit().getAsInt());
            }
            out.flush();
            if (piece.cut() || piece.exit().isPresent()) {
                return;
            }
        }
    }

    private static void frame(DataOutputStream out, int kind, byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            out.write(kind);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    /** Ends all programs; new ones end at once. */
    public void shut() {
        shut = true;
        for (var socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // closed enough
            }
        }
    }

    /** Lets programs in again. */
    public void reopen() {
        shut = false;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // It is closed then.
        }
        shut();
    }
}
