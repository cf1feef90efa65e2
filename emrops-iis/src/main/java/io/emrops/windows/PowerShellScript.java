package io.emrops.windows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A script that is a constant: a resource {@code /META-INF/emrops/powershell/<id>.ps1}. It begins with {@code param($Parameters, $Secrets,
 * $Payload)}, which are an object with the components of the parameters, a hashtable of the secrets by name, and a stream; its last
 * value is its answer. It is plain ASCII, so that no code page and no quotation mark is another one on the host.
 *
 * @param <P> its parameters, a record
 * @param <A> its answer
 */
public final class PowerShellScript<P extends Record, A> {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)+");

    private final String id;
    private final Class<A> answer;
    private final boolean reads;
    private final byte[] text;
    private final String sha256;

    private PowerShellScript(String id, Class<A> answer, boolean reads, byte[] text) {
        this.id = id;
        this.answer = answer;
        this.reads = reads;
        this.text = text;
        this.sha256 = sha256(text);
    }

    /**
     * A script that changes nothing: if its connection is lost, that much is known.
     *
     * @param neighbour a class of the jar that has the resource
     * @param id as in {@code iis/site-get}
     * @throws IllegalArgumentException if the id is none, or there is no such resource, or it is not ASCII
     */
    public static <P extends Record, A> PowerShellScript<P, A> reading(
            Class<?> neighbour, String id, Class<P> parameters, Class<A> answer) {
        Objects.requireNonNull(parameters, "parameters");
        return new PowerShellScript<>(requireId(id), answer, true, load(neighbour, id));
    }

    /** A script that may change something; otherwise as {@link #reading}. */
    public static <P extends Record, A> PowerShellScript<P, A> changing(
            Class<?> neighbour, String id, Class<P> parameters, Class<A> answer) {
        Objects.requireNonNull(parameters, "parameters");
        return new PowerShellScript<>(requireId(id), answer, false, load(neighbour, id));
    }

    private static String requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("The id of a script is written as in iis/site-get");
        }
        return id;
    }

    private static byte[] load(Class<?> neighbour, String id) {
        var path = "/META-INF/emrops/powershell/" + id + ".ps1";
        try (var resource = neighbour.getResourceAsStream(path)) {
            if (resource == null) {
                throw new IllegalArgumentException("There is no resource " + path + " beside " + neighbour.getName());
            }
            var bytes = resource.readAllBytes();
            for (var b : bytes) {
                if (b < 0) {
                    throw new IllegalArgumentException("The script " + id + " is not plain ASCII");
                }
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By which people and hosts of tests know it. */
    public String id() {
        return id;
    }

    /** Of its text, in lower-case hexadecimal; the host runs no other text. */
    public String sha256() {
        return sha256;
    }

    /** Whether it changes nothing. */
    public boolean reads() {
        return reads;
    }

    Class<A> answer() {
        return answer;
    }

    byte[] text() {
        return text.clone();
    }

    /**
     * The script with what it is to work on, as it is now.
     *
     * @throws IllegalArgumentException if that cannot be written as JSON, or is larger than {@link PowerShellCall#LARGEST_PARAMETERS}
     */
    public PowerShellCall<A> with(P parameters) {
        return new PowerShellCall<>(this, parameters);
    }

    @Override
    public String toString() {
        return id;
    }
}
