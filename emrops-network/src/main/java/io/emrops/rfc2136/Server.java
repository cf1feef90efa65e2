package io.emrops.rfc2136;

import io.emrops.TargetUnavailableException;
import io.emrops.network.Endpoint;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/**
 * A server that is asked over TCP, on a connection for each question: so it is known whether a question was sent at all, and it is sent once.
 */
record Server(Endpoint endpoint, Optional<Key> key, Duration answerWithin, Clock clock) {
    private static final int LONGEST = 65_535;

    /**
     * Asks, and waits for the answer.
     *
     * @throws TargetUnavailableException if nothing was sent
     * @throws UntrustedAnswerException if an answer came that is not signed as it should be, and does not refuse our signature
     * @throws IOException if no answer came to what was sent
     */
    Message ask(Message question) throws IOException {
        var signer = key.map(k -> k.signer(clock));
        signer.ifPresent(s -> s.apply(question, null));
        var sent = question.toWire();
        if (sent.length > LONGEST) {
            throw new IllegalArgumentException("Too many records for one message: " + sent.length + " bytes");
        }
        var received = exchange(sent);
        var answer = new Message(received);
        if (answer.getHeader().getID() != question.getHeader().getID()
                || !answer.getHeader().getFlag(Flags.QR)
                || answer.getHeader().getOpcode() != question.getHeader().getOpcode()) {
            throw new IOException("This answers another question");
        }
        if (signer.isPresent() && !Refusal.isOfSignature(answer)) {
            var error = answer.getTSIG() == null ? -1 : signer.get().verify(answer, received, question.getTSIG());
            if (error != 0) {
                throw new UntrustedAnswerException(error);
            }
        }
        return answer;
    }

    private byte[] exchange(byte[] question) throws IOException {
        var until = System.nanoTime() + answerWithin.toNanos();
        try (var socket = new Socket()) {
            try {
                socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), left(until));
            } catch (IOException e) {
                throw new TargetUnavailableException(
                        "The DNS server " + endpoint + " takes no connection; nothing was sent", e);
            }
            var out = new byte[question.length + 2];
            out[0] = (byte) (question.length >> 8);
            out[1] = (byte) question.length;
            System.arraycopy(question, 0, out, 2, question.length);
            socket.getOutputStream().write(out);
            var length = read(socket, 2, until);
            return read(socket, (length[0] & 0xff) << 8 | length[1] & 0xff, until);
        }
    }

    private static byte[] read(Socket socket, int length, long until) throws IOException {
        var bytes = new byte[length];
        var have = 0;
        while (have < length) {
            socket.setSoTimeout(left(until));
            var more = socket.getInputStream().read(bytes, have, length - have);
            if (more < 0) {
                throw new EOFException("The connection was closed before the answer was complete");
            }
            have += more;
        }
        return bytes;
    }

    private static int left(long until) throws SocketTimeoutException {
        var left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("Time is up");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
