package io.emrops.core.http;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.Inputs;
import io.emrops.Secret;
import io.emrops.StepContext;
import io.emrops.TargetUnavailableException;
import io.emrops.Value;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * A GET request and what its answer should be. Immutable: each verb gives another probe. Each look opens a connection of
 * its own, so that what is measured and which certificate is seen is what a new client would get; redirects are not
 * followed, and more than 1 MiB of an answer is not read.
 *
 * <p>A finding tells the status, the time it took, and which expectation was not met. It shows nothing of the answer but
 * the expected fields, if they are short, and of the address neither the query nor user information. Expect only fields
 * that hold no patient data.
 */
public final class HttpProbe implements Check {
    private final Spec spec;

    /** What was said about a probe; not changed once it is in one. */
    static final class Spec {
        final URI address;
        Set<Integer> statuses = Set.of(200);
        List<JsonExpectation> json = List.of();
        List<Header> headers = List.of();
        Optional<Duration> fasterThan = Optional.empty();
        Duration timeout = Duration.ofSeconds(10);
        Optional<SSLContext> trust = Optional.empty();
        Optional<Duration> certificateValidFor = Optional.empty();

        Spec(URI address) {
            this.address = address;
        }

        Spec(Spec other) {
            this.address = other.address;
            this.statuses = other.statuses;
            this.json = other.json;
            this.headers = other.headers;
            this.fasterThan = other.fasterThan;
            this.timeout = other.timeout;
            this.trust = other.trust;
            this.certificateValidFor = other.certificateValidFor;
        }

        /** The address without what may be secret in it. */
        String shownAddress() {
            var port = address.getPort() < 0 ? "" : ":" + address.getPort();
            var path = address.getRawPath() == null ? "" : address.getRawPath();
            return address.getScheme() + "://" + address.getHost() + port + path;
        }
    }

    /** @param content gives text or a {@link Secret} */
    record Header(String name, Function<Inputs, Object> content) {}

    HttpProbe(URI address) {
        var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || address.getHost() == null) {
            throw new IllegalArgumentException("An address to be probed begins with http:// or https:// and a host");
        }
        this.spec = new Spec(address);
    }

    private HttpProbe(Spec spec) {
        this.spec = spec;
    }

    /** The statuses that are well; 200 unless told otherwise. */
    public HttpProbe expectStatus(int... statuses) {
        if (statuses.length == 0) {
            throw new IllegalArgumentException("At least one status must be well");
        }
        return with(s -> s.statuses = Arrays.stream(statuses).boxed().collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Demands a field of the answer.
     *
     * @param field the name of a field of the outermost object, or a JSON Pointer (RFC 6901) if it begins with a slash
     * @param value a text, a boolean or a number; numbers are equal if their values are
     */
    public HttpProbe expectJson(String field, Object value) {
        return with(s -> s.json = plus(s.json, JsonExpectation.equal(field, value)));
    }

    /**
     * Demands something of a field of the answer.
     *
     * @param field as in {@link #expectJson(String, Object)}
     * @param what what is demanded, as in "below 100"
     * @param demand is given the field's text, number or boolean as text; one that throws is not met
     */
    public HttpProbe expectJson(String field, String what, Predicate<? super String> demand) {
        return with(s -> s.json = plus(s.json, JsonExpectation.meeting(field, what, demand)));
    }

    /** Demands that the whole answer is there within this time, connecting included. */
    public HttpProbe fasterThan(Duration latency) {
        requirePositive(latency, "latency");
        return with(s -> s.fasterThan = Optional.of(latency));
    }

    /** A header to send. */
    public HttpProbe header(String name, String value) {
        Objects.requireNonNull(value, "value");
        return withHeader(name, in -> value);
    }

    /** A header to send that holds a secret. */
    public HttpProbe header(String name, Secret value) {
        Objects.requireNonNull(value, "value");
        return withHeader(name, in -> value);
    }

    /** A header to send, taken from a parameter, which may be a secret, or from an earlier result. */
    public HttpProbe header(String name, Value<?> value) {
        Objects.requireNonNull(value, "value");
        return withHeader(name, in -> in.get(value));
    }

    /** How long to wait for the whole answer; 10 seconds unless told otherwise. */
    public HttpProbe timeout(Duration timeout) {
        requirePositive(timeout, "timeout");
        return with(s -> s.timeout = timeout);
    }

    /** Whose certificates to trust; those the JVM trusts unless told otherwise. */
    public HttpProbe trusting(SSLContext context) {
        Objects.requireNonNull(context, "context");
        return with(s -> s.trust = Optional.of(context));
    }

    /**
     * Demands that the server's certificate is valid for at least this long from now, by the clock of the run. One that
     * has expired is never well, even if it is trusted by itself.
     *
     * @throws IllegalArgumentException if the address is not one of {@code https}
     */
    public HttpProbe certificateValidFor(Duration remaining) {
        requirePositive(remaining, "remaining");
        if (!spec.address.getScheme().equalsIgnoreCase("https")) {
            throw new IllegalArgumentException("Without https there is no certificate: " + spec.shownAddress());
        }
        return with(s -> s.certificateValidFor = Optional.of(remaining));
    }

    /**
     * Looks once.
     *
     * @throws TargetUnavailableException if there was no answer in time
     */
    @Override
    public Finding check(StepContext run) throws InterruptedException {
        return new Look(spec, run).look();
    }

    @Override
    public String describe() {
        var parts = new ArrayList<String>();
        parts.add("GET " + spec.shownAddress() + " gives "
                + new TreeSet<>(spec.statuses).stream().map(String::valueOf).collect(Collectors.joining(" or ")));
        spec.json.forEach(e -> parts.add(e.describe()));
        spec.fasterThan.ifPresent(d -> parts.add("within " + d.toMillis() + " ms"));
        spec.certificateValidFor.ifPresent(d -> parts.add("certificate valid for " + d.toDays() + " days"));
        return String.join(", ", parts);
    }

    @Override
    public String toString() {
        return describe();
    }

    private HttpProbe withHeader(String name, Function<Inputs, Object> content) {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw new IllegalArgumentException("Not the name of a header: \"" + name + "\"");
        }
        return with(s -> s.headers = plus(s.headers, new Header(name, content)));
    }

    private HttpProbe with(Consumer<Spec> change) {
        var copy = new Spec(spec);
        change.accept(copy);
        return new HttpProbe(copy);
    }

    private static <E> List<E> plus(List<E> list, E more) {
        var all = new ArrayList<>(list);
        all.add(more);
        return List.copyOf(all);
    }

    private static void requirePositive(Duration duration, String what) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("The " + what + " must be positive: " + duration);
        }
    }
}
