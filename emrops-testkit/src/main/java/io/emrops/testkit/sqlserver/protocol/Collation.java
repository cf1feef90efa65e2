package io.emrops.testkit.sqlserver.protocol;

import java.nio.charset.Charset;

/** SQL_Latin1_General_CP1_CI_AS, the collation of every text that this server sends. */
final class Collation {
    /** What {@code char} and {@code varchar} are written in. */
    static final Charset CHARSET = Charset.forName("windows-1252");

    private static final byte[] BYTES = {0x09, 0x04, (byte) 0xD0, 0x00, 0x34};

    private Collation() {}

    static byte[] bytes() {
        return BYTES.clone();
    }
}
