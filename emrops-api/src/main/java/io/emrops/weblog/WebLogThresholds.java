package io.emrops.weblog;

import io.emrops.internal.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/**
 * What a web server keeps to over a window of time.
 *
 * <pre>{@code
 * WebLogThresholds.none().p95Below(Duration.ofMillis(200)).errorsBelow(0.001)
 * }</pre>
 */
public final class WebLogThresholds {
    private static final WebLogThresholds NONE = new WebLogThresholds(Optional.empty(), Optional.empty(), 20);

    private final Optional<Duration> p95;
    private final Optional<Double> errors;
    private final long fewest;

    private WebLogThresholds(Optional<Duration> p95, Optional<Double> errors, long fewest) {
        this.p95 = p95;
        this.errors = errors;
        this.fewest = fewest;
    }

    /** Nothing is asked for; a window with fewer than 20 requests says nothing. */
    public static WebLogThresholds none() {
        return NONE;
    }

    /** Of 20 requests 19 take less than this. */
    public WebLogThresholds p95Below(Duration time) {
        if (time.toMillis() < 1) {
            throw new IllegalArgumentException("Logs have whole milliseconds; nothing is below " + time);
        }
        return new WebLogThresholds(Optional.of(time), errors, fewest);
    }

    /**
     * Less than this share of the requests fails on the server, with a status of 5xx.
     *
     * @param share 0.001 is 0.1 %
     */
    public WebLogThresholds errorsBelow(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("A share is more than 0, and 1 at most: " + share);
        }
        return new WebLogThresholds(p95, Optional.of(share), fewest);
    }

    /** A window with fewer requests says nothing, and is not taken for good. */
    public WebLogThresholds atLeastRequests(long count) {
        if (count < 1) {
            throw new IllegalArgumentException("No request says nothing; at least 1, not " + count);
        }
        return new WebLogThresholds(p95, errors, count);
    }

    Optional<Duration> p95() {
        return p95;
    }

    Optional<Double> errors() {
        return errors;
    }

    long fewest() {
        return fewest;
    }

    boolean isNone() {
        return p95.isEmpty() && errors.isEmpty();
    }

    /** As much of it as is needed: 0.1 % is not to be shown as 0 %. */
    static String share(double share) {
        var text = String.format(Locale.ROOT, "%.3f", share * 100);
        return text.replaceAll("\\.?0+$", "") + " %";
    }

    /** Such as {@code p95 below 200 ms, errors below 0.1 %}. */
    @Override
    public String toString() {
        var words = new ArrayList<String>();
        p95.ifPresent(time -> words.add("p95 below " + Words.of(time)));
        errors.ifPresent(share -> words.add("errors below " + share(share)));
        return String.join(", ", words);
    }
}
