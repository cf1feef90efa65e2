package io.emrops.testkit.sqlserver.instance;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * A certificate of the master database, by which backups are encrypted ("sys.certificates (Transact-SQL)").
 *
 * @param keyBackedUp when its private key was backed up last; empty if never, and without it no backup can be read elsewhere
 */
public record Certificate(String name, Instant from, Instant until, Optional<Instant> keyBackedUp) {
    private static final Duration YEAR = Duration.ofDays(365);

    /** @throws IllegalArgumentException if it ends before it begins */
    public Certificate {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(keyBackedUp, "keyBackedUp");
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("a certificate from " + from + " is not valid until " + until);
        }
    }

    /** As {@code CREATE CERTIFICATE} makes it: for a year, and nobody has backed up its key. */
    static Certificate createdAt(Instant now, String name) {
        return new Certificate(name, now, now.plus(YEAR), Optional.empty());
    }

    /** Invented: of its name. */
    public byte[] thumbprint() {
        return thumbprintOf(name);
    }

    static byte[] thumbprintOf(String name) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(name.getBytes(UTF_16LE));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** As messages have it. */
    static String thumbprintInWords(String name) {
        return "0x" + HexFormat.of().withUpperCase().formatHex(thumbprintOf(name));
    }
}
