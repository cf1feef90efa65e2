package io.emrops.testkit.sqlserver.protocol;

import io.emrops.testkit.sqlserver.type.AnyValue.Cell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the server sends, as bytes. */
final class Answers {
    private Answers() {}

    /** A result set of one row, without packets. */
    static byte[] resultSet(List<Cell> row) throws IOException {
        var out = new ByteArrayOutputStream();
        var packets = new PacketWriter(out, 51);
        packets.begin(null);
        var tokens = new TokenWriter(packets);
        var columns = row.stream().map(Cell::column).toList();
        var values = new ArrayList<@org.jspecify.annotations.Nullable Object>();
        row.forEach(cell -> values.add(cell.value()));
        tokens.columns(columns);
        tokens.row(columns, values);
        tokens.done(TokenWriter.End.DONE, 0, 0, 0);
        packets.end();
        return content(out.toByteArray());
    }

    /** The packets one by one, headers included. */
    static List<byte[]> packets(byte[] sent) {
        var packets = new ArrayList<byte[]>();
        for (var at = 0; at < sent.length; ) {
            var length = (sent[at + 2] & 0xFF) << 8 | sent[at + 3] & 0xFF;
            packets.add(java.util.Arrays.copyOfRange(sent, at, at + length));
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
