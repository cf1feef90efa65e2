package io.emrops.docker.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What an operator has to know of a handshake that failed. */
final class TlsFailure {
    private static final Pattern REFUSED =
            Pattern.compile("bad_certificate|certificate_required|unknown_ca|certificate_unknown|certificate_expired"
                    + "|access_denied|unsupported_certificate");

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int ATTEMPTS = 3;

    private TlsFailure() {}

    /** Empty if it was not TLS that failed. */
    static Optional<String> reason(Throwable failure) {
        var reason = Optional.<String>empty();
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            // The innermost one knows most.
            var known = of(cause);
            reason = known.isPresent() ? known : reason;
        }
        return reason;
    }

    /**
     * Asks the engine once more what it has against us. A server that does not accept a certificate says so after the handshake, and what a
     * client has sent by then may be lost before it reads that.
     */
    static Optional<String> ask(URI host, SSLContext context) {
        // A busy engine may reset the connection before its alert is read.
        for (var i = 0; i < ATTEMPTS; i++) {
            var reason = askOnce(host, context);
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> askOnce(URI host, SSLContext context) {
        try {
            var engine = new InetSocketAddress(host.getHost(), host.getPort());
            // Only an alert comes without a question.
            return AskedHandshake.speaks(engine, context, PATIENCE)
                    ? Optional.of("it does not speak HTTP")
                    : Optional.empty();
        } catch (IOException e) {
            return reason(e);
        }
    }

    private static Optional<String> of(Throwable cause) {
        var text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof CertificateExpiredException) {
            return Optional.of("its certificate has expired");
        }
        if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
            return Optional.of("its certificate is not from an authority in ca.pem");
        }
        if (cause instanceof SSLPeerUnverifiedException
                || cause instanceof CertificateException && text.contains("subject alternative")) {
            return Optional.of("its certificate is another host's");
        }
        if (!(cause instanceof SSLException)) {
            return Optional.empty();
        }
        if (REFUSED.matcher(text).find()) {
            return Optional.of("it does not accept our certificate");
        }
        if (brokeOff(cause)) {
            return Optional.empty();
        }
        return Optional.of(
                text.contains("unrecognized ssl message")
                        ? "it does not speak TLS at this port"
                        : "TLS could not be agreed upon");
    }

    /** What failed below TLS is passed on as a failure of TLS, which says nothing of why. */
    private static boolean brokeOff(Throwable failure) {
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && !(cause instanceof SSLException)) {
                return true;
            }
        }
        return false;
    }
}
