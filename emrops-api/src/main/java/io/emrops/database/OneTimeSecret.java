package io.emrops.database;

import io.emrops.Secret;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Makes secrets that are used once and replaced by their user: {@value #LENGTH} letters, digits and signs, drawn by a {@link SecureRandom}, some of
 * each. Letters that are taken for each other ({@code l}, {@code I}, {@code O} and the like) are not in them, nor signs that a shell or a statement
 * would read.
 */
public final class OneTimeSecret {
    /** How long they are: about 140 bits. */
    public static final int LENGTH = 24;

    private static final String[] KINDS = {"ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "-_.+=:%"
    };
    private static final String ALL = String.join("", KINDS);

    private OneTimeSecret() {}

    /** A new one. */
    public static Secret generate() {
        return generate(new SecureRandom());
    }

    static Secret generate(SecureRandom random) {
        var drawn = new char[LENGTH];
        try {
            // Thrown away as a whole, so that each one that is left is as likely as any other.
            do {
                for (var i = 0; i < LENGTH; i++) {
                    drawn[i] = ALL.charAt(random.nextInt(ALL.length()));
                }
            } while (!hasEachKind(drawn));
            return Secret.of(drawn);
        } finally {
            Arrays.fill(drawn, '\0');
        }
    }

    private static boolean hasEachKind(char[] drawn) {
        for (var kind : KINDS) {
            var has = false;
            for (var c : drawn) {
                has |= kind.indexOf(c) >= 0;
            }
            if (!has) {
                return false;
            }
        }
        return true;
    }
}
