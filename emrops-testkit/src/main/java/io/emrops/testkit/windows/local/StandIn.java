package io.emrops.testkit.windows.local;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The program that stands in for {@code powershell.exe}: carries arguments and streams to the host. Knows the JDK alone. */
public final class StandIn {
    static final int OUT = 1;
    static final int ERR = 2;
    static final int EXIT = 3;
    private static final int LOST = 137;

    private StandIn() {}

    /** @param args the port of the host, and the arguments */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
            var to = new DataOutputStream(socket.getOutputStream());
            to.writeInt(args.length - 1);
            for (var i = 1; i < args.length; i++) {
                var argument = args[i].getBytes(StandardCharsets.UTF_8);
                to.writeInt(argument.length);
                to.write(argument);
            }
            to.flush();
            var feeder = new Thread(() -> feed(to), "stand-in-input");
            feeder.setDaemon(true);
            feeder.start();
            return carry(new DataInputStream(socket.getInputStream()));
        } catch (IOException e) {
            return LOST;
        }
    }

    private static void feed(DataOutputStream to) {
        try {
            InputStream in = System.in;
            var buffer = new byte[32 << 10];
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (n > 0) {
                    to.writeInt(n);
                    to.write(buffer, 0, n);
                    to.flush();
                }
            }
            to.writeInt(-1);
            to.flush();
        } catch (IOException e) {
            // The host is gone, which the other direction sees too.
        }
    }

    private static int carry(DataInputStream from) throws IOException {
        while (true) {
            var kind = from.read();
            if (kind < 0) {
                return LOST;
            }
            var number = from.readInt();
            if (kind == EXIT) {
                return number;
            }
            PrintStream stream = kind == OUT ? System.out : System.err;
            stream.write(from.readNBytes(number));
            stream.flush();
        }
    }
}
