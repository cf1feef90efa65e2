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

    /** The parameters have at most this many bytes as JSON in ASCII: the ConvertFrom-Json of PowerShell 5.1 reads no more. */
    public static final int LARGEST_PARAMETERS = 2 << 20;

    private static final Duration USUAL_TIME = Duration.ofMinutes(2);
    private static final Duration LONGEST_TIME = Duration.ofDays(1);
    private static final Pattern SECRET_NAME = Pattern.compile("[a-z][A-Za-z0-9]*");

    final PowerShellScript<?, A> script;
    final byte[] parameters;
    final Map<String, Secret> secrets;
    final byte[] payload;
    final Duration within;

    PowerShellCall(PowerShellScript<?, A> script, Record parameters) {
        this(script, json(Objects.requireNonNull(parameters, "parameters")), Map.of(), new byte[0], USUAL_TIME);
    }

    private static byte[] json(Record parameters) {
        var json = Json.write(parameters);
        if (json.length > LARGEST_PARAMETERS) {
            throw new IllegalArgumentException("Parameters have at most 2 MiB as JSON, not " + json.length
                    + " bytes; what is larger is a payload");
        }
        return json;
    }

    private PowerShellCall(
            PowerShellScript<?, A> script,
            byte[] parameters,
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
     * With a secret, which the script finds under its name and the caller's own records never hold. Unlike parameters, it is given to no
     * cmdlet on its way to the script, so it is not in the module log of PowerShell (event 4103), where parameters may be.
     *
     * @throws IllegalArgumentException if the name is not written as in {@code pfxPassword}, or the secret is no text that UTF-8 has
     */
    public PowerShellCall<A> secret(String name, Secret secret) {
        if (!SECRET_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("The name of a secret is written as in pfxPassword");
        }
        SecretLines.requireText(name, secret);
        var more = new TreeMap<>(secrets);
        more.put(name, secret);
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
