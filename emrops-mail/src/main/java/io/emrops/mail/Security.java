package io.emrops.mail;

/** How a conversation with a relay is kept secret. */
enum Security {
    /** Begins in the clear, and is over if the relay does not encrypt when asked to (RFC 3207). */
    STARTTLS(587),
    /** TLS from the first byte (RFC 8314). */
    IMPLICIT_TLS(465),
    NONE(25);

    final int usualPort;

    Security(int usualPort) {
        this.usualPort = usualPort;
    }
}
