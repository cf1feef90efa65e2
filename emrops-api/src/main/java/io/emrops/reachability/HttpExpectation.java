package io.emrops.reachability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP answer should be (RFC 9110): a status, and fields or words that tell one site from the other. Immutable: each verb
 * gives another one. What is expected is shown to people, what came instead is not.
 */
public final class HttpExpectation {
    private final Set<Integer> statuses;
    private final Map<String, String> headers;
    private final Optional<String> words;

    private HttpExpectation(Set<Integer> statuses, Map<String, String> headers, Optional<String> words) {
        this.statuses = statuses;
        this.headers = headers;
        this.words = words;
    }

    /**
     * One of these statuses, and nothing else yet. Redirects are not followed: a 301 is a 301.
     *
     * @param statuses 200 to 599, at least one
     */
    public static HttpExpectation status(int... statuses) {
        if (statuses.length == 0 || Arrays.stream(statuses).anyMatch(each -> each < 200 || each > 599)) {
            throw new IllegalArgumentException("A final status is 200 to 599: " + Arrays.toString(statuses));
        }
        return new HttpExpectation(
                Arrays.stream(statuses).boxed().collect(Collectors.toCollection(TreeSet::new)),
                new TreeMap<>(),
                Optional.empty());
    }

    /**
     * A header too, with exactly this value; if the answer has several of this name, one of them.
     *
     * @param name capitals do not matter
     */
    public HttpExpectation header(String name, String value) {
        var all = new TreeMap<>(headers);
        all.put(name.toLowerCase(Locale.ROOT), Objects.requireNonNull(value, "value"));
        return new HttpExpectation(statuses, all, words);
    }

    /**
     * These words too, in the first MiB of the body, read as UTF-8. Choose ones that hold no patient data.
     *
     * @param words not blank
     */
    public HttpExpectation bodyContains(String words) {
        if (words.isBlank()) {
            throw new IllegalArgumentException("Every body contains that");
        }
        return new HttpExpectation(statuses, headers, Optional.of(words));
    }

    /** Whether the body has to be read. */
    public boolean needsBody() {
        return words.isPresent();
    }

    /**
     * For providers: what of this is not met by an answer.
     *
     * @param answered the values of the answer's headers by their names in lower case
     * @param body as far as it was read; empty if it was not
     */
    public List<String> unmet(int status, Map<String, List<String>> answered, String body) {
        var unmet = new ArrayList<String>();
        if (!statuses.contains(status)) {
            unmet.add("status " + status + ", expected " + statusWords());
        }
        headers.forEach((name, value) -> {
            var values = answered.getOrDefault(name, List.of());
            if (!values.contains(value)) {
                unmet.add(
                        "header " + name + (values.isEmpty() ? " is missing" : " is another") + ", expected " + value);
            }
        });
        words.filter(each -> !body.contains(each)).ifPresent(each -> unmet.add("the body does not contain " + each));
        return unmet;
    }

    private String statusWords() {
        return statuses.stream().map(String::valueOf).collect(Collectors.joining(" or "));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpExpectation that && that.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** Such as {@code 200, header x-site B}. */
    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        parts.add(statusWords());
        headers.forEach((name, value) -> parts.add("header " + name + " " + value));
        words.ifPresent(each -> parts.add("a body with " + each));
        return String.join(", ", parts);
    }
}
