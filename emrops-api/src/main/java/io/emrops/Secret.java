package io.emrops;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A password, key or token. It prints as {@code ***}, is never journalled, and is fetched again when a run is resumed.
 * Whatever emrops writes about a run has the run's secrets blotted out; for that to work without blotting out ordinary
 * words, a secret has at least eight characters.
 */
public final class Secret {
    /** A secret has at least this many characters. */
    public static final int MIN_LENGTH = 8;

    private final Supplier<char[]> source;

    private Secret(Supplier<char[]> source) {
        this.source = source;
    }

    /**
     * A secret that is at hand. The array is copied; the caller may wipe it.
     *
     * @throws IllegalArgumentException if it is shorter than {@link #MIN_LENGTH}
     */
    public static Secret of(char[] value) {
        var copy = requireLongEnough(value.clone());
        return new Secret(copy::clone);
    }

    /**
     * A secret that is fetched each time it is used, such as from a vault.
     *
     * @param source gives a fresh array at each call, which is wiped after use; may throw an {@link EmropsException}
     */
    public static Secret from(Supplier<char[]> source) {
        Objects.requireNonNull(source, "source");
        return new Secret(() -> requireLongEnough(source.get()));
    }

    /**
     * Lends the value. The array is wiped when {@code user} returns.
     *
     * @throws IllegalArgumentException if what the source gave is shorter than {@link #MIN_LENGTH}
     */
    public void use(Consumer<char[]> user) {
        var value = source.get();
        try {
            user.accept(value);
        } finally {
            Arrays.fill(value, '\0');
        }
    }

    private static char[] requireLongEnough(char[] value) {
        if (value.length < MIN_LENGTH) {
            Arrays.fill(value, '\0');
            throw new IllegalArgumentException(
                    "A secret of fewer than " + MIN_LENGTH + " characters cannot be kept out of logs reliably");
        }
        return value;
    }

    /** Always {@code ***}. */
    @Override
    public String toString() {
        return "***";
    }
}
