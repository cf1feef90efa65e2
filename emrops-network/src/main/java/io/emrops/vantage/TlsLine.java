package io.emrops.vantage;

import io.emrops.reachability.Obstacle;
import io.emrops.reachability.Obstacle.Reason;
import io.emrops.reachability.Phase;
import java.nio.ByteBuffer;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS over a connection, as its client. On an engine, not on {@code SSLSocket}, so that the deadline of the connection below holds in each phase. See
 * "Java Secure Socket Extension (JSSE) Reference Guide", "SSLEngine".
 */
final class TlsLine implements Line {
    private static final String ALERT = "Received fatal alert: ";
    private static final Set<String> REFUSALS = Set.of(
            "certificate_required",
            "bad_certificate",
            "certificate_unknown",
            "unsupported_certificate",
            "no_certificate",
            "unknown_ca",
            "access_denied",
            "handshake_failure");

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Line below;
    private final SSLEngine engine;
    private final Witness witness;
    private final NoIdentity identity;
    private final Greeting greeting = new Greeting();
    private final ByteBuffer sealed;
    private final ByteBuffer received;
    private final ByteBuffer plain;
    private boolean answered;

    TlsLine(Line below, SSLEngine engine, Witness witness, NoIdentity identity) {
        this.below = below;
        this.engine = engine;
        this.witness = witness;
        this.identity = identity;
        var session = engine.getSession();
        this.sealed = ByteBuffer.allocate(session.getPacketBufferSize());
        this.received = ByteBuffer.allocate(session.getPacketBufferSize()).limit(0);
        this.plain = ByteBuffer.allocate(session.getApplicationBufferSize()).limit(0);
    }

    /** A step of the protocol. */
    @FunctionalInterface
    private interface Step<T> {
        T take() throws SSLException, Obstructed, InterruptedException;
    }

    SSLSession handshake() throws Obstructed, InterruptedException {
        return explained(() -> {
            engine.beginHandshake();
            while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
                answerNeeds(Phase.TLS);
                if (wantsToHear() && !unwrap(Phase.TLS)) {
                    throw new Obstructed(identity.asked() ? refusal() : new Obstacle.BrokenOff(Phase.TLS));
                }
            }
            return engine.getSession();
        });
    }

    /**
     * With TLS 1.3 the client has done its part before the server looks at what it was shown, so the server is asked to close, and says first
     * if it does not go on without a certificate.
     */
    void requireAcceptedWithoutCertificate() throws Obstructed, InterruptedException {
        try {
            explained(() -> {
                engine.closeOutbound();
                do {
                    answerNeeds(Phase.TLS);
                    plain.clear();
                } while (unwrap(Phase.TLS));
                return engine;
            });
        } catch (Obstructed e) {
            if (!(e.obstacle() instanceof Obstacle.TimedOut)) {
                throw new Obstructed(refusal(), e);
            }
        }
    }

    private Obstacle refusal() {
        return new Obstacle.TlsFailed(Reason.CLIENT_CERTIFICATE_REQUIRED, witness.chain());
    }

    @Override
    public boolean read(ByteBuffer into, Phase phase) throws Obstructed, InterruptedException {
        return explained(() -> {
            while (!plain.hasRemaining()) {
                answerNeeds(phase);
                plain.clear();
                var open = unwrap(phase);
                plain.flip();
                if (!open) {
                    return false;
                }
            }
            answered = true;
            while (plain.hasRemaining() && into.hasRemaining()) {
                into.put(plain.get());
            }
            return true;
        });
    }

    @Override
    public void write(ByteBuffer from, Phase phase) throws Obstructed, InterruptedException {
        explained(() -> {
            while (from.hasRemaining()) {
                wrap(from, phase);
            }
            return from;
        });
    }

    /**
     * Whether the other side is content with itself and not with who came. What this side finds wrong, and what the other side says of a key that is not that of the
     * certificate it has shown, is no such word (RFC 8446, 6.2).
     */
    private static boolean refusesClient(SSLException e) {
        // Newer JDKs begin with the name: "(bad_certificate) Received fatal alert: bad_certificate".
        var said = String.valueOf(e.getMessage());
        var alert = said.indexOf(ALERT);
        return alert >= 0 && REFUSALS.contains(said.substring(alert + ALERT.length()));
    }

    private boolean wantsToHear() {
        var status = engine.getHandshakeStatus();
        return status == HandshakeStatus.NEED_UNWRAP || status == HandshakeStatus.NEED_UNWRAP_AGAIN;
    }

    /** Computes and sends what is due from this side. */
    private void answerNeeds(Phase phase) throws SSLException, Obstructed, InterruptedException {
        while (true) {
            var status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            } else if (status != HandshakeStatus.NEED_WRAP || !wrap(NOTHING, phase)) {
                return;
            }
        }
    }

    private boolean wrap(ByteBuffer from, Phase phase) throws SSLException, Obstructed, InterruptedException {
        sealed.clear();
        var result = engine.wrap(from, sealed);
        below.write(sealed.flip(), phase);
        var stuck = result.bytesConsumed() == 0 && result.bytesProduced() == 0;
        if (from.hasRemaining() && (stuck || result.getStatus() == Status.CLOSED)) {
            throw new Obstructed(new Obstacle.BrokenOff(phase));
        }
        return result.getStatus() == Status.OK;
    }

    /** @return false once the other side has closed */
    private boolean unwrap(Phase phase) throws SSLException, Obstructed, InterruptedException {
        while (true) {
            var status = engine.unwrap(received, plain).getStatus();
            if (status == Status.OK) {
                return true;
            }
            if (status != Status.BUFFER_UNDERFLOW || !receive(phase)) {
                return false;
            }
        }
    }

    private boolean receive(Phase phase) throws Obstructed, InterruptedException {
        received.compact();
        if (!received.hasRemaining()) {
            throw new Obstructed(new Obstacle.NotUnderstood(Phase.TLS));
        }
        boolean open;
        try {
            open = below.read(received, phase);
        } finally {
            received.flip();
        }
        greeting.hear(received);
        if (!greeting.isTls()) {
            throw new Obstructed(new Obstacle.NotUnderstood(Phase.TLS));
        }
        return open;
    }

    private <T> T explained(Step<T> step) throws Obstructed, InterruptedException {
        try {
            return step.take();
        } catch (SSLException e) {
            throw new Obstructed(reason(e), e);
        } catch (Obstructed e) {
            // A server that refuses resets the connection after its alert, which may then be lost.
            throw identity.asked() && !answered && e.obstacle() instanceof Obstacle.BrokenOff
                    ? new Obstructed(refusal(), e)
                    : e;
        }
    }

    private Obstacle reason(SSLException e) {
        if (identity.asked() && refusesClient(e)) {
            return refusal();
        }
        var reason = greeting.refusesVersion()
                ? Reason.PROTOCOL_VERSION
                : greeting.refusesName() ? Reason.UNRECOGNIZED_NAME : Reason.HANDSHAKE_FAILURE;
        return new Obstacle.TlsFailed(reason, witness.chain());
    }
}
