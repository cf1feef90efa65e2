package io.emrops.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Connections that come from an address inside of a site, which a cut link leaves alone; made by mssql-jdbc, by its name. */
public final class SocketsOfASite extends SocketFactory {
    private final String from;

    /** @param from an address of the site */
    public SocketsOfASite(String from) {
        this.from = from;
    }

    @Override
    public Socket createSocket() {
        try {
            var socket = new Socket();
            socket.bind(new InetSocketAddress(from, 0));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        var socket = createSocket();
        socket.connect(new InetSocketAddress(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host, port);
    }
}
