package io.emrops.docker.engine;

import java.util.Comparator;

/** A version of the engine's API, such as 1.41. */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    private static final Comparator<ApiVersion> ORDER =
            Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

    public static ApiVersion parse(String text) {
        var dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException("No version of the Docker API: " + text);
        }
        return new ApiVersion(Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
    }

    /** The newest that both sides know, or the engine's oldest if it no longer speaks what we know. */
    public static ApiVersion choose(ApiVersion oldest, ApiVersion newest, ApiVersion known) {
        var best = newest.compareTo(known) < 0 ? newest : known;
        return best.compareTo(oldest) < 0 ? oldest : best;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
