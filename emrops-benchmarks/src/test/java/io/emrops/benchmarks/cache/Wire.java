package io.emrops.benchmarks.cache;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests of Redis over a socket, with nothing in between that could be slow. */
final class Wire implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    }

    void send(String... words) throws IOException {
        var request = new StringBuilder("*").append(words.length).append("\r\n");
        for (var word : words) {
            request.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        out.write(request.toString().getBytes(StandardCharsets.US_ASCII));
    }

    void flush() throws IOException {
        out.flush();
    }

    /** A simple answer, a number, or a text of several bytes. */
    String answer() throws IOException {
        var line = line();
        if (line.startsWith("-")) {
            throw new IOException(line);
        }
        if (!line.startsWith("$")) {
            return line.substring(1);
        }
        var length = Integer.parseInt(line.substring(1));
        if (length < 0) {
            return "";
        }
        var bytes = in.readNBytes(length + 2);
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var b = in.read(); b != '\r'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.append((char) b);
        }
        if (in.read() != '\n') {
            throw new IOException("no end of a line");
        }
        return line.toString();
    }

    String ask(String... words) throws IOException {
        send(words);
        flush();
        return answer();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
