package io.emrops.certificates.x509;

import io.emrops.certificate.KeyFacts;
import io.emrops.certificate.KeyKind;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Key pairs. */
public final class Keys {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PROBE = 32;

    private Keys() {}

    /** A new pair. */
    public static KeyPair generate(KeyKind kind) {
        try {
            return switch (kind) {
                case EC_P256 -> ec("secp256r1");
                case EC_P384 -> ec("secp384r1");
                case RSA_2048 -> rsa(2048);
                case RSA_3072 -> rsa(3072);
                case RSA_4096 -> rsa(4096);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot make keys of the kind " + kind, e);
        }
    }

    /** What a key of a kind is. */
    public static KeyFacts facts(KeyKind kind) {
        return switch (kind) {
            case EC_P256 -> new KeyFacts("EC", 256);
            case EC_P384 -> new KeyFacts("EC", 384);
            case RSA_2048 -> new KeyFacts("RSA", 2048);
            case RSA_3072 -> new KeyFacts("RSA", 3072);
            case RSA_4096 -> new KeyFacts("RSA", 4096);
        };
    }

    private static KeyPair ec(String curve) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve), RANDOM);
        return generator.generateKeyPair();
    }

    private static KeyPair rsa(int bits) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits, RANDOM);
        return generator.generateKeyPair();
    }

    /** Whether a private key is the one of a public key: what one signs, the other one verifies. */
    public static boolean belongTogether(PrivateKey key, PublicKey of) {
        try {
            var probe = new byte[PROBE];
            RANDOM.nextBytes(probe);
            var algorithm = signatureBy(key);
            var signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            parameters(signing);
            signing.update(probe);
            var signature = signing.sign();
            var verifying = Signature.getInstance(algorithm);
            verifying.initVerify(of);
            parameters(verifying);
            verifying.update(probe);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void parameters(Signature signature) throws GeneralSecurityException {
        if (signature.getAlgorithm().equals("RSASSA-PSS")) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PROBE, 1));
        }
    }

    /** How a key signs, as the JDK names it. */
    public static String signatureBy(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> key.getAlgorithm();
        };
    }
}
