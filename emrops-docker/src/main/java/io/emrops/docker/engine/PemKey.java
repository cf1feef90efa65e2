package io.emrops.docker.engine;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a private key as OpenSSL writes it. */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (RSA )?PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    /** Version 0, and the algorithm rsaEncryption: what PKCS#8 puts before a key of PKCS#1 ("RFC 5208" and "RFC 8017"). */
    private static final byte[] RSA = {
        2, 1, 0, 0x30, 13, 6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 13, 1, 1, 1, 5, 0
    };

    private PemKey() {}

    /** Empty if there is none, or it is in another form or behind a password. */
    static Optional<PrivateKey> parse(String text) {
        var block = BLOCK.matcher(text);
        if (!block.find()) {
            return Optional.empty();
        }
        try {
            var bytes = Base64.getMimeDecoder().decode(block.group(2));
            return key(new PKCS8EncodedKeySpec(block.group(1) == null ? bytes : wrapped(bytes)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<PrivateKey> key(PKCS8EncodedKeySpec spec) {
        for (var algorithm : ALGORITHMS) {
            try {
                return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
            } catch (GeneralSecurityException e) {
                // Of another algorithm.
            }
        }
        return Optional.empty();
    }

    private static byte[] wrapped(byte[] pkcs1) {
        var content = new ByteArrayOutputStream();
        content.writeBytes(RSA);
        content.writeBytes(der(4, pkcs1));
        return der(0x30, content.toByteArray());
    }

    private static byte[] der(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        var bytes = (32 - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
        if (content.length >= 0x80) {
            out.write(0x80 + bytes);
        }
        for (int i = Math.max(bytes, 1) - 1; i >= 0; i--) {
            out.write(content.length >> (8 * i));
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    static boolean belongTogether(PrivateKey key, PublicKey certified) {
        var algorithm = key.getAlgorithm().startsWith("Ed")
                ? "EdDSA"
                : "SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm());
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(RSA);
            var signed = signature.sign();
            signature.initVerify(certified);
            signature.update(RSA);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
