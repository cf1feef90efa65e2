package io.emrops.certificate;

/** What is known of a certificate's private key at a place. */
public enum KeyState {
    /** It is there, and is the certificate's. */
    MATCHES,
    /** A key is there, and is another one's. */
    DIFFERS,
    /** No key is there. */
    ABSENT,
    /** A key is there, which could not be read: it is locked with a password that is not known here, or may not be read. */
    LOCKED,
    /** The place does not show keys, as a server that is asked over the network. */
    NOT_SHOWN
}
