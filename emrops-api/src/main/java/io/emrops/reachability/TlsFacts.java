package io.emrops.reachability;

import io.emrops.certificate.CertificateFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What was seen in a TLS handshake. That it came about says nothing about whether it is to be trusted: see {@link #faults}. Whether a
 * certificate was revoked is not looked at.
 *
 * @param at when it was seen, by the provider's clock
 * @param serverName who was asked for: sent as the server name indication (RFC 6066) unless it is an address, and held against the certificate
 * @param protocol such as {@code TLSv1.3}
 * @param cipherSuite such as {@code TLS_AES_256_GCM_SHA384}
 * @param chain what the server sent, its own certificate first; never empty
 * @param trust whether the chain leads to an authority that is trusted here
 * @param clientCertificateAsked whether the server asked for a certificate of the client, and went on without one
 */
public record TlsFacts(
        Instant at,
        String serverName,
        String protocol,
        String cipherSuite,
        List<CertificateFacts> chain,
        Trust trust,
        boolean clientCertificateAsked) {
    public TlsFacts {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(serverName, "serverName");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(cipherSuite, "cipherSuite");
        Objects.requireNonNull(trust, "trust");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("A server that shows no certificate has none to be described");
        }
    }

    /** What a client that trusts these authorities makes of a chain, names apart. */
    public enum Trust {
        /** It leads to an authority that is trusted here. */
        TRUSTED(""),
        /** A certificate that is signed by itself and not trusted by itself. */
        SELF_SIGNED("the certificate is signed by itself"),
        /** The chain is complete and ends in a root that is not trusted here. */
        UNTRUSTED_ROOT("the chain ends in an authority that is not trusted here"),
        /** The server sent no certificate of who signed the last one, and that one is not trusted here: a chain with a gap, or an unknown authority. */
        ISSUER_MISSING("the issuer of the last certificate was not sent and is not trusted here"),
        /** One certificate of the chain has expired or is not valid yet, by this machine's clock. */
        OUT_OF_DATE("a certificate of the chain is not valid at this time"),
        /** Trust is refused for another reason: the algorithm is too weak, the key is not for servers, a constraint is not kept. */
        NOT_ACCEPTED("the chain breaks a rule of this machine, such as on algorithms or on the use of keys");

        private final String fault;

        Trust(String fault) {
            this.fault = fault;
        }
    }

    /** The server's own certificate. */
    public CertificateFacts certificate() {
        return chain.get(0);
    }

    /** Whether the certificate is for who was asked for; see {@link CertificateFacts#isFor}. */
    public boolean nameMatches() {
        return certificate().isFor(serverName);
    }

    /** How many whole days the certificate that {@linkplain #endingFirst ends first} is still valid; negative once it has expired. */
    public long daysLeft() {
        return endingFirst().daysLeft(at);
    }

    /**
     * The one of the chain that ends first, from the server's own up to the root and without it. Of a chain that is trusted, those above the
     * server's own that have expired are left out: trust does not rest on them, as on an authority's old certificate by another authority,
     * which servers go on sending.
     */
    public CertificateFacts endingFirst() {
        var first = certificate();
        for (var next : chain.subList(1, chain.size())) {
            if (counts(next) && next.notAfter().isBefore(first.notAfter())) {
                first = next;
            }
        }
        return first;
    }

    private boolean counts(CertificateFacts issuer) {
        var needless = trust == Trust.TRUSTED && issuer.notAfter().isBefore(at);
        return !issuer.selfIssued() && !needless;
    }

    /** Whether an ordinary client would go on: there are no {@link #faults}. */
    public boolean trusted() {
        return faults().isEmpty();
    }

    /** Why an ordinary client would not go on, all of it, for people; empty if it would. */
    public List<String> faults() {
        var faults = new ArrayList<String>();
        if (at.isAfter(certificate().notAfter())) {
            faults.add("the certificate expired at " + certificate().notAfter());
        } else if (at.isBefore(certificate().notBefore())) {
            faults.add("the certificate is not valid before " + certificate().notBefore());
        } else if (trust == Trust.OUT_OF_DATE) {
            faults.add(trust.fault);
        }
        if (trust != Trust.TRUSTED && trust != Trust.OUT_OF_DATE) {
            faults.add(trust.fault);
        }
        if (!nameMatches()) {
            faults.add("the certificate is not for " + serverName + " but for "
                    + (certificate().names().isEmpty()
                            ? "no host"
                            : String.join(", ", certificate().names())));
        }
        return List.copyOf(faults);
    }
}
