package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.protocol.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * TLS over a connection. In TDS 7 the handshake travels inside PRELOGIN messages, and what comes after it bare; in TDS 8 all of it
 * is bare.
 */
final class TlsChannel {
    private static final int HEADER = 8;
    private static final int LARGEST_PACKET = 4096;
    private static final int PRELOGIN = 0x12;

    private final SSLSocket socket;

    private TlsChannel(SSLSocket socket) {
        this.socket = socket;
    }

    /** The handshake of TDS 7. TLS 1.3 sends messages after its handshake, which nobody expects in this form. */
    static TlsChannel insidePrelogin(SSLContext tls, Socket client, InputStream in, OutputStream out)
            throws IOException {
        var framing = new Framing(client, in, out);
        var socket = (SSLSocket) tls.getSocketFactory().createSocket(framing, "localhost", client.getPort(), false);
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        try {
            socket.startHandshake();
        } catch (SSLException e) {
            // The cause is what this server says of the client, and not what TLS makes of it.
            if (e.getCause() instanceof ProtocolException violation) {
                throw violation;
            }
            throw e;
        }
        framing.end();
        return new TlsChannel(socket);
    }

    /** The handshake of TDS 8. */
    static TlsChannel bare(SSLContext tls, Socket client, InputStream in, OutputStream out) throws IOException {
        var framing = new Framing(client, in, out);
        framing.end();
        var socket = (SSLSocket) tls.getSocketFactory().createSocket(framing, "localhost", client.getPort(), false);
        socket.setUseClientMode(false);
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"tds/8.0"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return new TlsChannel(socket);
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    /** The connection as the TLS implementation sees it. It gathers what one side says in one go, since clients wait for one message. */
    private static final class Framing extends Socket {
        private final Socket client;
        private final InputStream in;
        private final OutputStream out;
        private final ByteArrayOutputStream flight = new ByteArrayOutputStream();
        private boolean framed = true;
        private int left;

        Framing(Socket client, InputStream in, OutputStream out) {
            this.client = client;
            this.in = in;
            this.out = out;
        }

        void end() throws IOException {
            sendFlight();
            framed = false;
        }

        private void sendFlight() throws IOException {
            var bytes = flight.toByteArray();
            flight.reset();
            for (var from = 0; from < bytes.length; ) {
                var count = Math.min(LARGEST_PACKET - HEADER, bytes.length - from);
                var last = from + count == bytes.length;
                var length = count + HEADER;
                out.write(
                        new byte[] {PRELOGIN, (byte) (last ? 1 : 0), (byte) (length >> 8), (byte) length, 0, 0, 0, 0});
                out.write(bytes, from, count);
                from += count;
            }
            out.flush();
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    var one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
                }

                @Override
                public int read(byte[] to, int from, int count) throws IOException {
                    if (!framed) {
                        return in.read(to, from, count);
                    }
                    sendFlight();
                    while (left == 0) {
                        var header = in.readNBytes(HEADER);
                        if (header.length < HEADER) {
                            throw new EOFException("the connection ended in the TLS handshake");
                        }
                        left = ((header[2] & 0xFF) << 8 | (header[3] & 0xFF)) - HEADER;
                        if (header[0] != PRELOGIN || left < 0) {
                            throw new ProtocolException("the TLS handshake is not in PRELOGIN packets");
                        }
                    }
                    var read = in.read(to, from, Math.min(count, left));
                    left -= Math.max(0, read);
                    return read;
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int count) throws IOException {
                    (framed ? flight : out).write(bytes, from, count);
                }

                @Override
                public void flush() throws IOException {
                    if (!framed) {
                        out.flush();
                    }
                }
            };
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public InetAddress getInetAddress() {
            return client.getInetAddress();
        }

        @Override
        public int getPort() {
            return client.getPort();
        }

        @Override
        public synchronized void setSoTimeout(int millis) {
            // The connection's own limit holds.
        }

        /** The connection is not this one's to close. */
        @Override
        public synchronized void close() {}
    }
}
