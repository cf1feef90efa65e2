package io.emrops.rfc2136;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.dns.DnsName;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.TSIG;

/** A key that a server knows too. */
final class Key {
    private final DnsName name;
    private final TsigAlgorithm algorithm;
    private final Secret secret;

    Key(DnsName name, TsigAlgorithm algorithm, Secret secret) {
        this.name = name;
        this.algorithm = algorithm;
        this.secret = secret;
    }

    DnsName name() {
        return name;
    }

    /** For one exchange: the secret is fetched each time. */
    TSIG signer(Clock clock) {
        var signer = new AtomicReference<TSIG>();
        secret.use(base64 -> signer.set(signer(decode(base64), clock)));
        return signer.get();
    }

    private TSIG signer(byte[] bytes, Clock clock) {
        try {
            var key = new SecretKeySpec(bytes, algorithm.inJava());
            return new TSIG(algorithm.inDns(), Records.name(name), key, clock);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private byte[] decode(char[] base64) {
        var encoded =
                StandardCharsets.ISO_8859_1.encode(CharBuffer.wrap(base64)).array();
        try {
            return Base64.getDecoder().decode(Arrays.copyOf(encoded, base64.length));
        } catch (IllegalArgumentException e) {
            // Its message would quote a character of the secret.
            throw new PreconditionFailedException(
                    "The secret of key " + name + " is not written in Base64; nothing was sent");
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }
}
