package io.emrops.reachability;

import io.emrops.certificate.CertificateFacts;
import java.util.List;
import java.util.Objects;

/** Why something was not reached. Holds nothing that the other side wrote freely, certificates apart. */
public sealed interface Obstacle {
    /** For people, as in "refused the connection". */
    String words();

    /** Whether a connection was made before: then the port is open, whatever is behind it. */
    boolean connected();

    /** Nobody knows an address of this name. Says nothing about the endpoint: the name may be misspelt, or the name servers away. */
    record NameNotResolved() implements Obstacle {
        @Override
        public String words() {
            return "has a name that nobody knows an address of";
        }

        @Override
        public boolean connected() {
            return false;
        }
    }

    /** The machine is there and nobody listens, or a firewall says so. */
    record Refused() implements Obstacle {
        @Override
        public String words() {
            return "refused the connection";
        }

        @Override
        public boolean connected() {
            return false;
        }
    }

    /** No way leads there, or this machine is not permitted to take it. The fault may be on this side. */
    record NoRoute() implements Obstacle {
        @Override
        public String words() {
            return "could not be reached: there is no route to it from here";
        }

        @Override
        public boolean connected() {
            return false;
        }
    }

    /** Nothing came in time. While it is connected to, this is what a firewall looks like that drops packets, or a machine that is off. */
    record TimedOut(Phase phase) implements Obstacle {
        public TimedOut {
            Objects.requireNonNull(phase, "phase");
        }

        @Override
        public String words() {
            return "did not answer in time, " + phase.words();
        }

        @Override
        public boolean connected() {
            return phase == Phase.TLS || phase == Phase.HTTP;
        }
    }

    /** The connection was made, and closed or reset by the other side too early. */
    record BrokenOff(Phase phase) implements Obstacle {
        public BrokenOff {
            Objects.requireNonNull(phase, "phase");
        }

        @Override
        public String words() {
            return "broke off " + phase.words();
        }

        @Override
        public boolean connected() {
            return true;
        }
    }

    /** What came was no TLS, or no HTTP: something else listens there. */
    record NotUnderstood(Phase phase) implements Obstacle {
        public NotUnderstood {
            Objects.requireNonNull(phase, "phase");
        }

        @Override
        public String words() {
            return "speaks no " + phase;
        }

        @Override
        public boolean connected() {
            return true;
        }
    }

    /**
     * There was no agreement on TLS, for another reason than the server's certificate.
     *
     * @param reason as far as it is known
     * @param chain the server's certificates, its own first; empty if it had not shown them yet
     */
    record TlsFailed(Reason reason, List<CertificateFacts> chain) implements Obstacle {
        public TlsFailed {
            Objects.requireNonNull(reason, "reason");
            chain = List.copyOf(chain);
        }

        @Override
        public String words() {
            return "gave no TLS connection: " + reason.words;
        }

        @Override
        public boolean connected() {
            return true;
        }
    }

    /** The server's certificate is not one to be accepted, so nothing was asked over this connection. */
    record NotTrusted(TlsFacts facts) implements Obstacle {
        public NotTrusted {
            Objects.requireNonNull(facts, "facts");
        }

        @Override
        public String words() {
            return "was not asked: " + String.join("; ", facts.faults());
        }

        @Override
        public boolean connected() {
            return true;
        }
    }

    /** Why TLS was not agreed on. */
    enum Reason {
        /** The server speaks only versions that are refused here, such as TLS 1.0 and 1.1 (RFC 8996). */
        PROTOCOL_VERSION("it speaks no version that is accepted here"),
        /** The server knows no host of the name that was asked for (RFC 6066, unrecognized_name). */
        UNRECOGNIZED_NAME("it knows no such server name"),
        /** The server wants to see a certificate of the client's, and there is none to show. */
        CLIENT_CERTIFICATE_REQUIRED("it asks for a certificate of the client"),
        /** The server ended the handshake with another alert, or there was no cipher suite in common. */
        HANDSHAKE_FAILURE("the handshake failed");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }
}
