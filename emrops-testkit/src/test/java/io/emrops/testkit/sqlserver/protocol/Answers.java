package io.emrops.testkit.sqlserver.protocol;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the server sends, as bytes. */
final class Answers {
    private Answers() {}

    /** The packets one by one, headers included. */
    static List<byte[]> packets(byte[] sent) {
        var packets = new ArrayList<byte[]>();
        for (var at = 0; at < sent.length; ) {
            var length = ((sent[at + 2] & 0xFF) << 8) | (sent[at + 3] & 0xFF);
            packets.add(Arrays.copyOfRange(sent, at, at + length));
            at += length;
        }
        return packets;
    }

    /** What is in the packets. */
    static byte[] content(byte[] sent) {
        var content = new ByteArrayOutputStream();
        packets(sent).forEach(packet -> content.write(packet, 8, packet.length - 8));
        return content.toByteArray();
    }
}
