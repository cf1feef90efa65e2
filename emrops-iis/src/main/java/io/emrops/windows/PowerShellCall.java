package io.emrops.windows;

import io.emrops.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A script with its parameters, secrets and payload. A value: each method gives another one.
 *
 * @param <A> what the script answers
 */
public final class PowerShellCall<A> {
    /** A payload has at most this many bytes; what is larger goes in several calls. */
    public static final int LARGEST_PAYLOAD = 16 << 20;

    private static final Duration USUAL_TIME = Duration.ofMinutes(2);
    private static final Duration LONGEST_TIME = Duration.ofDays(1);
    private static final Pattern SECRET_NAME = Pattern.compile("[a-z][A-Za-z0-9]*");

    final PowerShellScript<?, A> script;
    final Record parameters;
    final Map<String, Secret> secrets;
    final byte[] payload;
    final Duration within;

    PowerShellCall(PowerShellScript<?, A> script, Record parameters) {
        this(script, Objects.requireNonNull(parameters, "parameters"), Map.of(), new byte[0], USUAL_TIME);
    }

    private PowerShellCall(
            PowerShellScript<?, A> script,
            Record parameters,
            Map<String, Secret> secrets,
            byte[] payload,
            Duration within) {
        this.script = script;
        this.parameters = parameters;
        this.secrets = secrets;
        this.payload = payload;
        this.within = within;
    }

    /**
     * With a secret, which the script finds under its name and the caller's own records never hold.
     *
     * @throws IllegalArgumentException if the name is not written as in {@code pfxPassword}
     */
    public PowerShellCall<A> secret(String name, Secret secret) {
        if (!SECRET_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("The name of a secret is written as in pfxPassword");
        }
        var more = new TreeMap<>(secrets);
        more.put(name, Objects.requireNonNull(secret, "secret"));
        return new PowerShellCall<>(script, parameters, Map.copyOf(more), payload, within);
    }

    /**
     * With bytes, which are copied.
     *
     * @throws IllegalArgumentException if there are more than {@link #LARGEST_PAYLOAD}
     */
    public PowerShellCall<A> payload(byte[] bytes) {
        if (bytes.length > LARGEST_PAYLOAD) {
            throw new IllegalArgumentException("A payload has at most 16 MiB, not " + bytes.length + " bytes");
        }
        return new PowerShellCall<>(script, parameters, secrets, bytes.clone(), within);
    }

    /**
     * How long the script may take, with everything around it; 2 minutes if not called. It is ended then.
     *
     * @param time between a second and a day
     */
    public PowerShellCall<A> within(Duration time) {
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(LONGEST_TIME) > 0) {
            throw new IllegalArgumentException("A script may take between a second and a day, not " + time);
        }
        return new PowerShellCall<>(script, parameters, secrets, payload, time);
    }

    /** The script alone. */
    @Override
    public String toString() {
        return script.toString();
    }
}
