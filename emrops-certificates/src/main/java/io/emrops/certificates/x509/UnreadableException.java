package io.emrops.certificates.x509;

/** What should be a certificate or a key is none. The message goes on from "because", and holds nothing of what was read. */
public final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message such as "its PEM block 2 is damaged" */
    public UnreadableException(String message) {
        super(message);
    }

    /** The same, with what another library said, for debugging in the process. */
    public UnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
