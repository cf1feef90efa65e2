package io.emrops.windows.winrm;

import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.TransportException;
import io.emrops.windows.wire.TransportException.Reason;
import io.emrops.windows.wire.XmlElement;
import io.emrops.windows.wire.XmlText;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages. The login goes with each of them, set by us: the JDK's Authenticator would try a wrong password three times, and lock
 * the account.
 */
final class WsManHttp {
    private static final int LARGEST_ANSWER = 8 << 20;
    private static final int UNAUTHORIZED = 401;

    private final URI uri;
    private final HttpClient client;

    WsManHttp(URI uri, @Nullable SSLContext trust) {
        this.uri = uri;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(ProxySelector.of(null));
        if (trust != null) {
            builder.sslContext(trust);
        }
        this.client = builder.build();
    }

    /**
     * @throws WsManFault if the host says no to this message
     * @throws TransportException if it does not answer, or not to us
     */
    XmlElement post(String message, WinRmLogin.LoggedIn user, Deadline deadline)
            throws WsManFault, TransportException, InterruptedException {
        HttpResponse<byte[]> answer;
        try (var proof = user.next(deadline)) {
            answer = send(request(message, proof.header()), deadline);
            if (answer.statusCode() == UNAUTHORIZED) {
                throw new TransportException(Reason.REFUSED, "does not let the user in (one attempt was made)");
            }
            proof.requireHost(answer.headers());
        }
        return read(answer);
    }

    private HttpRequest request(String message, String authorization) {
        return HttpRequest.newBuilder(uri)
                .header("Authorization", authorization)
                .header("Content-Type", "application/soap+xml;charset=UTF-8")
                .POST(BodyPublishers.ofString(message))
                .build();
    }

    private static XmlElement read(HttpResponse<byte[]> answer) throws WsManFault, TransportException {
        var envelope = parse(answer);
        var fault = envelope.first("Fault");
        if (fault.isPresent()) {
            throw WsManFault.of(fault.get(), answer.statusCode());
        }
        if (answer.statusCode() != 200) {
            throw unintelligible(answer.statusCode(), null);
        }
        return envelope;
    }

    private HttpResponse<byte[]> send(HttpRequest request, Deadline deadline)
            throws TransportException, InterruptedException {
        var exchange = client.sendAsync(request, head -> new LimitedBody(LARGEST_ANSWER));
        try {
            return deadline.await(exchange);
        } catch (ExecutionException e) {
            throw notAnswered(e.getCause());
        } catch (TimeoutException e) {
            throw new TransportException(Reason.TIMEOUT, "did not answer in time", e);
        } finally {
            exchange.cancel(true);
        }
    }

    private static TransportException notAnswered(@Nullable Throwable cause) {
        if (isOfCertificate(cause)) {
            return new TransportException(
                    Reason.REFUSED, "has a certificate that is not trusted here, or not for this host", cause);
        }
        return cause instanceof SSLException
                ? new TransportException(Reason.LOST, "broke off the handshake of TLS, or does not speak it", cause)
                : new TransportException(Reason.LOST, "cannot be reached, or was lost", cause);
    }

    /** A host that goes away in the middle of a handshake has shown nothing that could be distrusted. */
    private static boolean isOfCertificate(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof CertPathBuilderException
                    || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    private static XmlElement parse(HttpResponse<byte[]> answer) throws TransportException {
        try {
            return XmlText.parse(new String(answer.body(), StandardCharsets.UTF_8));
        } catch (XMLStreamException e) {
            throw unintelligible(answer.statusCode(), e);
        }
    }

    private static TransportException unintelligible(int status, @Nullable Exception e) {
        return new TransportException(Reason.LOST, "answered HTTP " + status + " and no message of WinRM", e);
    }
}
