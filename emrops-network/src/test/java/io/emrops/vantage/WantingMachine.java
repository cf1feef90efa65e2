package io.emrops.vantage;

import io.emrops.TargetUnavailableException;
import io.emrops.network.Endpoint;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;

/** A process of its own that has run out of something, and says what it sees then. */
final class WantingMachine {
    private static final int PORT = 9000;

    private WantingMachine() {}

    /** Of {@code descriptors}, or of {@code ports}, of which it is to have one. */
    public static void main(String[] args) throws Exception {
        System.out.println(args[0].equals("ports") ? withoutPorts() : withoutDescriptors());
    }

    private static String withoutPorts() throws Exception {
        var loopback = InetAddress.getByName("127.0.0.1");
        try (var server = new ServerSocket(PORT, 1, loopback);
                var only = new Socket(loopback, PORT)) {
            return seen(new Endpoint(only.getInetAddress().getHostAddress(), server.getLocalPort()));
        }
    }

    private static String withoutDescriptors() throws Exception {
        var closed = Servers.closed();
        // Reads the classes that are needed, which takes descriptors too.
        var before = seen(closed) + new TargetUnavailableException("").getMessage();
        var open = new ArrayList<FileInputStream>();
        try {
            while (true) {
                open.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            return before + ", then " + seen(closed);
        } finally {
            for (var each : open) {
                each.close();
            }
        }
    }

    private static String seen(Endpoint at) throws InterruptedException {
        try {
            return VantagePoint.here()
                    .tcp(at)
                    .obstacle()
                    .map(obstacle -> obstacle.getClass().getSimpleName())
                    .orElse("reached");
        } catch (TargetUnavailableException e) {
            return "unavailable";
        }
    }
}
