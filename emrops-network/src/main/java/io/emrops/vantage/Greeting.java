package io.emrops.vantage;

import java.nio.ByteBuffer;

/**
 * The first bytes that a server sends, which tell more reliably than an exception's text what it speaks: TLSPlaintext of RFC 8446, 5.1. Records
 * of SSL 2 are no TLS.
 */
final class Greeting {
    private static final int LENGTH = 11;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int HEARTBEAT = 24;
    private static final int SERVER_HELLO = 2;
    private static final int TLS_1_2 = 0x0303;
    private static final int PROTOCOL_VERSION = 70;
    private static final int UNRECOGNIZED_NAME = 112;

    private final byte[] first = new byte[LENGTH];
    private int length;

    /** @param received what came, from its position to its limit; left as it is */
    void hear(ByteBuffer received) {
        for (var i = received.position(); i < received.limit() && length < LENGTH; i++) {
            first[length++] = received.get(i);
        }
    }

    boolean isTls() {
        return length == 0 || (first[0] >= CHANGE_CIPHER_SPEC && first[0] <= HEARTBEAT);
    }

    /** Whether it began with a refusal of the version, or chose one before TLS 1.2. */
    boolean refusesVersion() {
        return alert() == PROTOCOL_VERSION
                || (first[0] == HANDSHAKE
                        && first[5] == SERVER_HELLO
                        && length == LENGTH
                        && (((first[9] & 0xff) << 8) | (first[10] & 0xff)) < TLS_1_2);
    }

    boolean refusesName() {
        return alert() == UNRECOGNIZED_NAME;
    }

    /** The description of the alert that it began with, or -1. */
    private int alert() {
        return first[0] == ALERT && length > 6 ? first[6] & 0xff : -1;
    }
}
