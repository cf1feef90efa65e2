package io.emrops.certificates.acme;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;

/**
 * Speaks with a server as the library does, and waits for the whole of an answer: not longer than the order has time, and no longer once it is interrupted. The library,
 * and the JDK's own limit, wait for its beginning alone.
 */
final class Line extends DefaultConnection {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SERVER_ERROR = 500;

    private final Deadline deadline;

    Line(HttpConnector connector, Deadline deadline) {
        super(connector);
        this.deadline = deadline;
    }

    @Override
    protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body) throws IOException {
        var request = httpConnector
                .createRequestBuilder(url)
                .header("Accept-Charset", "utf-8")
                .header("Accept-Language", session.getLanguageHeader());
        body.accept(request);
        lastResponse = answer(request.build());
        if (lastResponse.statusCode() >= SERVER_ERROR && !isProblem(lastResponse)) {
            throw new ServerAwayException(lastResponse.statusCode(), getRetryAfter());
        }
    }

    private HttpResponse<InputStream> answer(HttpRequest request) throws IOException {
        var answer = httpClient.sendAsync(request, head -> new BoundedBody());
        try {
            return answer.get(deadline.atMost(PATIENCE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw (IOException) new InterruptedIOException("Interrupted").initCause(e);
        } catch (TimeoutException e) {
            throw (IOException) new HttpTimeoutException("No answer in time").initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static boolean isProblem(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("application/problem+json"))
                .isPresent();
    }

    /** Counted by our clock, as the server's may differ; what is no time is none. */
    @Override
    public Optional<Instant> getRetryAfter() {
        return Optional.ofNullable(lastResponse)
                .flatMap(answer -> answer.headers().firstValue("Retry-After"))
                .flatMap(Line::time);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(
                    text.matches("\\d{1,9}")
                            ? Instant.now().plusSeconds(Long.parseLong(text))
                            : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
