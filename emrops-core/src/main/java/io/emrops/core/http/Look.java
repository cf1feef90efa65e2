package io.emrops.core.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emrops.Finding;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.core.secret.Scrubber;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** One request and the judgement of its answer. */
final class Look {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final HttpProbe.Spec spec;
    private final StepContext run;
    private final Scrubber scrubber = new Scrubber();

    Look(HttpProbe.Spec spec, StepContext run) {
        this.spec = spec;
        this.run = run;
    }

    Finding look() throws InterruptedException {
        var request = request();
        var threads = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "emrops " + run.path() + " probe");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var started = System.nanoTime();
            var response = ask(request, threads);
            return judge(response, Duration.ofNanos(System.nanoTime() - started));
        } catch (SSLException e) {
            return notOk("The TLS connection to " + spec.shownAddress() + " was refused: " + reason(e));
        } finally {
            threads.shutdownNow();
        }
    }

    private HttpRequest request() {
        var request = HttpRequest.newBuilder(spec.address).GET().timeout(spec.timeout);
        for (var header : spec.headers) {
            var content = header.content().apply(run);
            if (content instanceof Secret secret) {
                scrubber.register(secret);
                run.conceal(secret);
                secret.use(chars -> add(request, header.name(), new String(chars)));
            } else {
                add(request, header.name(), String.valueOf(content));
            }
        }
        return request.build();
    }

    private static void add(HttpRequest.Builder request, String name, String value) {
        try {
            request.header(name, value);
        } catch (IllegalArgumentException e) {
            // The client's own exception quotes the value.
            throw new PreconditionFailedException(
                    "The header " + name
                            + " cannot be sent: its name is reserved, or its value holds a line break or another character that headers cannot hold");
        }
    }

    private HttpResponse<byte[]> ask(HttpRequest request, ExecutorService threads)
            throws SSLException, InterruptedException {
        // A client for one request: a connection that was kept would show yesterday's certificate and no latency.
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(spec.timeout)
                .executor(threads);
        spec.trust.ifPresent(builder::sslContext);
        var answer = builder.build().sendAsync(request, info -> new CappedBody());
        try {
            return answer.get(spec.timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unavailable("did not answer within " + spec.timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private TargetUnavailableException failure(@Nullable Throwable cause) throws SSLException {
        for (var c = cause; c != null; c = c.getCause()) {
            if (c instanceof SSLException ssl) {
                throw ssl;
            }
            if (c instanceof CappedBody.TooLargeException) {
                return unavailable("answered with more than 1 MiB", cause);
            }
            if (c instanceof UnknownHostException || c instanceof UnresolvedAddressException) {
                return unavailable("has a host name that nobody knows", cause);
            }
            if (c instanceof java.net.http.HttpTimeoutException) {
                return unavailable("did not answer within " + spec.timeout.toMillis() + " ms", cause);
            }
        }
        return cause instanceof ConnectException
                ? unavailable("refused the connection, or could not be reached", cause)
                : unavailable(
                        cause instanceof IOException ? "broke off or gave no HTTP answer" : "could not be asked",
                        cause);
    }

    private TargetUnavailableException unavailable(String what, @Nullable Throwable cause) {
        var address = spec.shownAddress();
        return new TargetUnavailableException(address + " " + what, cause, new Target("http", address, address));
    }

    private Finding judge(HttpResponse<byte[]> response, Duration took) {
        var faults = new ArrayList<String>();
        if (!spec.statuses.contains(response.statusCode())) {
            faults.add("status " + response.statusCode() + ", expected "
                    + new TreeSet<>(spec.statuses).stream().map(String::valueOf).collect(Collectors.joining(" or ")));
        }
        spec.fasterThan
                .filter(limit -> took.compareTo(limit) > 0)
                .ifPresent(limit -> faults.add(
                        "took " + took.toMillis() + " ms, more than the " + limit.toMillis() + " ms allowed"));
        if (!spec.json.isEmpty()) {
            faults.addAll(jsonFaults(response.body()));
        }
        var text = "HTTP " + response.statusCode() + " in " + took.toMillis() + " ms from " + spec.shownAddress();
        var until = validUntil(response);
        if (until.isPresent()) {
            text += ", certificate valid until " + until.get();
            certificateFault(until.get()).ifPresent(faults::add);
        } else if (spec.certificateValidFor.isPresent()) {
            faults.add("the server showed no certificate");
        }
        return faults.isEmpty() ? Finding.ok(scrub(text)) : notOk(text, faults.toArray(String[]::new));
    }

    private List<String> jsonFaults(byte[] body) {
        try {
            var answer = JSON.readTree(body);
            return spec.json.stream()
                    .flatMap(e -> e.fault(answer, this::scrub).stream())
                    .toList();
        } catch (JsonProcessingException e) {
            return List.of("the answer is not JSON");
        } catch (IOException e) {
            return List.of("the answer is not JSON in UTF-8");
        }
    }

    /** Java does not look at the dates of a certificate that is trusted by itself, as self-signed ones are. */
    private Optional<String> certificateFault(Instant until) {
        if (until.isBefore(run.now())) {
            return Optional.of("the certificate expired at " + until);
        }
        return spec.certificateValidFor
                .filter(remaining -> until.isBefore(run.now().plus(remaining)))
                .map(remaining -> "the certificate is valid until " + until + ", less than " + remaining.toDays()
                        + " days from now");
    }

    /** When the server's certificate expires; empty without TLS, or with a context that looks at none. */
    private static Optional<Instant> validUntil(HttpResponse<?> response) {
        try {
            var session = response.sslSession();
            return session.isEmpty()
                    ? Optional.empty()
                    : Optional.of(((X509Certificate) session.get().getPeerCertificates()[0])
                            .getNotAfter()
                            .toInstant());
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private static String reason(SSLException e) {
        for (Throwable c = e; c != null; c = c.getCause()) {
            if (c instanceof CertificateExpiredException) {
                return "its certificate has expired";
            }
            if (c instanceof CertificateNotYetValidException) {
                return "its certificate is not valid yet";
            }
            if (c instanceof java.security.cert.CertPathBuilderException
                    || c instanceof java.security.cert.CertPathValidatorException) {
                return "its certificate is not one that is trusted here";
            }
            if (c instanceof CertificateException && c.getCause() == null) {
                return "its certificate is not for this host, or not one that is trusted here";
            }
        }
        return "there was no agreement on TLS, or none is spoken there";
    }

    private Finding notOk(String text, String... details) {
        var scrubbed = new String[details.length];
        for (var i = 0; i < details.length; i++) {
            scrubbed[i] = scrub(details[i]);
        }
        return Finding.notOk(scrub(text), scrubbed);
    }

    private String scrub(String text) {
        return run.scrub(scrubber.scrub(text));
    }
}
