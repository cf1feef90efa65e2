package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.PowerShellError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;

/** A PKCS#12 file, read as Windows does it: by its password, or not at all. */
final class PfxFile {
    private static final int WRONG_PASSWORD = 0x80070056;
    private static final int NO_CERTIFICATE = 0x80092002;
    private static final String CRYPTOGRAPHIC = "System.Security.Cryptography.CryptographicException";

    /** PBES2 of RFC 8018, 1.2.840.113549.1.5.13, by which AES is asked for. */
    private static final String PBES2 =
            latin1(new byte[] {0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 13, 1, 5, 13});

    private PfxFile() {}

    /**
     * The certificate that has a key.
     *
     * @throws PowerShellError as .NET does it
     */
    static X509Certificate read(byte[] bytes, String password, boolean readsAes) {
        if (!readsAes && latin1(bytes).contains(PBES2)) {
            throw failed(WRONG_PASSWORD);
        }
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password.toCharArray());
            for (var alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    return (X509Certificate) store.getCertificate(alias);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw failed(WRONG_PASSWORD);
        }
        throw failed(NO_CERTIFICATE);
    }

    private static PowerShellError failed(int hresult) {
        return PowerShellError.of("CryptographicException", "NotSpecified").from(CRYPTOGRAPHIC, hresult);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
