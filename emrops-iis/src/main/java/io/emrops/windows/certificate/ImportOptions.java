package io.emrops.windows.certificate;

/**
 * How a certificate is imported.
 *
 * @param exportable whether its private key can be taken out of the host again; administrators have ways around a no
 */
public record ImportOptions(boolean exportable) {
    /** Not exportable. */
    public static ImportOptions usual() {
        return new ImportOptions(false);
    }
}
