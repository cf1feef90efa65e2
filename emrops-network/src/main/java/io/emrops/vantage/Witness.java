package io.emrops.vantage;

import io.emrops.certificate.CertificateFacts;
import io.emrops.reachability.TlsFacts.Trust;
import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Lets a handshake go on with any chain, and keeps it with what its judge makes of it. For one handshake. */
final class Witness extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;
    private List<CertificateFacts> chain = List.of();
    private Trust trust = Trust.NOT_ACCEPTED;

    Witness(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    /** What the server showed, its own first; empty if it showed nothing yet. */
    List<CertificateFacts> chain() {
        return chain;
    }

    Trust trust() {
        return trust;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String keyExchange, SSLEngine engine) {
        chain = Arrays.stream(shown).map(CertificateFacts::of).toList();
        try {
            judge.checkServerTrusted(shown, keyExchange, engine);
            trust = Trust.TRUSTED;
        } catch (CertificateException e) {
            trust = reason(e);
        }
    }

    private Trust reason(CertificateException e) {
        for (Throwable c = e; c != null; c = c.getCause()) {
            if (c instanceof CertificateExpiredException || c instanceof CertificateNotYetValidException) {
                return Trust.OUT_OF_DATE;
            }
            if (c instanceof CertPathBuilderException || isOfNamesake(c)) {
                return noPath();
            }
        }
        return Trust.NOT_ACCEPTED;
    }

    /** Another authority has the name of one that is trusted here, such as one that was set up anew with another key. */
    private static boolean isOfNamesake(Throwable failure) {
        return failure instanceof CertPathValidatorException invalid
                && invalid.getReason() == CertPathValidatorException.BasicReason.INVALID_SIGNATURE;
    }

    private Trust noPath() {
        if (!chain.get(chain.size() - 1).selfIssued()) {
            return Trust.ISSUER_MISSING;
        }
        return chain.size() == 1 ? Trust.SELF_SIGNED : Trust.UNTRUSTED_ROOT;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String keyExchange) throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String keyExchange, Socket socket)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String keyExchange) throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String keyExchange, Socket socket)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String keyExchange, SSLEngine engine)
            throws CertificateException {
        throw onlyEngines();
    }

    private static CertificateException onlyEngines() {
        return new CertificateException("This is for the client's side of an engine alone");
    }
}
