package io.emrops.testkit.sqlserver.protocol;

import io.emrops.testkit.sqlserver.fault.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of an answer apart into packets, and lets its fault strike at its place. For one thread.
 */
public final class PacketWriter {
    /** The size of packets before the login has agreed on another. */
    public static final int DEFAULT_PACKET_SIZE = 4096;

    private static final int TABULAR_RESULT = 0x04;

    private final OutputStream out;
    private final int spid;
    private final Runnable onFault;
    private byte[] packet = new byte[DEFAULT_PACKET_SIZE];
    private int used = PacketReader.HEADER;
    private int packetSize = DEFAULT_PACKET_SIZE;
    private int packetId = 1;

    /** Where the tokens of the first packet end, as long as it is not sent. */
    private final List<Integer> tokenEnds = new ArrayList<>();

    private @Nullable Fault fault;
    private boolean struck;
    private boolean turnNextByte;
    private long tokens;
    private long packets;
    private long bytes;

    /**
     * To the client's bytes, into TLS.
     *
     * @param spid stands in every header
     */
    public PacketWriter(OutputStream out, int spid) {
        this(out, spid, () -> {});
    }

    /**
     * The same.
     *
     * @param onFault called when a fault strikes, before the client can notice
     */
    public PacketWriter(OutputStream out, int spid, Runnable onFault) {
        this.out = out;
        this.spid = spid;
        this.onFault = onFault;
    }

    /** Of the answers to come; between two of them. */
    public void packetSize(int size) {
        packetSize = size;
        packet = new byte[size];
    }

    /** Begins an answer. */
    public void begin(@Nullable Fault faultOfAnswer) throws IOException {
        fault = faultOfAnswer;
        struck = false;
        tokens = 0;
        packets = 0;
        bytes = 0;
        packetId = 1;
        used = PacketReader.HEADER;
        turnNextByte = false;
        tokenEnds.clear();
        tokenEnds.add(used);
        if (faultOfAnswer != null) {
            arm(faultOfAnswer);
        }
    }

    /**
     * Gives the answer that has begun a fault. What was said of it is not sent yet, and counts.
     *
     * @throws IllegalStateException if something of it is sent
     */
    public void arm(Fault newFault) throws IOException {
        if (packets > 0) {
            throw new IllegalStateException("a fault comes before what is sent");
        }
        fault = newFault;
        var isCorruption = isOf(Fault.Kind.CORRUPT);
        if (newFault.unit() == Fault.Unit.TOKEN && newFault.count() <= tokens) {
            var place = tokenEnds.get((int) newFault.count());
            if (!isCorruption) {
                used = place;
                flush();
                strike();
            } else if (newFault.count() < tokens) {
                packet[place] ^= (byte) 0xFF;
                noteStruck();
            } else {
                turnNextByte = true;
            }
        } else if (newFault.count() == 0 && !isCorruption) {
            strike();
        }
    }

    /** Whether the fault of this answer has happened. */
    public boolean faultStruck() {
        return struck;
    }

    /** One token, or whatever else belongs together. */
    void token(ByteWriter content) throws IOException {
        write(content.toByteArray());
        tokens++;
        if (packets == 0) {
            tokenEnds.add(used);
        }
        if (isDue(Fault.Unit.TOKEN, tokens)) {
            if (isOf(Fault.Kind.CORRUPT)) {
                turnNextByte = true;
            } else {
                flush();
                strike();
            }
        }
    }

    /** Sends what is there, without an end of the answer. */
    public void flush() throws IOException {
        if (used > PacketReader.HEADER) {
            send(false);
        }
    }

    /** Ends the answer. */
    public void end() throws IOException {
        send(true);
    }

    private void write(byte[] content) throws IOException {
        if (turnNextByte && content.length > 0) {
            content[0] ^= (byte) 0xFF;
            turnNextByte = false;
            noteStruck();
        }
        var from = 0;
        while (from < content.length) {
            if (used == packetSize) {
                send(false);
            }
            var count = Math.min(packetSize - used, content.length - from);
            System.arraycopy(content, from, packet, used, count);
            used += count;
            from += count;
        }
    }

    private void send(boolean last) throws IOException {
        packet[0] = TABULAR_RESULT;
        packet[1] = (byte) (last ? 1 : 0);
        packet[2] = (byte) (used >> 8);
        packet[3] = (byte) used;
        packet[4] = (byte) (spid >> 8);
        packet[5] = (byte) spid;
        packet[6] = (byte) packetId++;
        packet[7] = 0;
        var length = used;
        used = PacketReader.HEADER;
        emit(length);
        packets++;
        bytes += length;
        if (isDue(Fault.Unit.PACKET, packets) && !isOf(Fault.Kind.CORRUPT)) {
            strike();
        }
    }

    private void emit(int length) throws IOException {
        var place = fault == null ? -1 : placeIn(length, fault);
        if (place >= 0 && isOf(Fault.Kind.CORRUPT)) {
            packet[place] ^= (byte) 0xFF;
            noteStruck();
            place = -1;
        }
        out.write(packet, 0, place < 0 ? length : place);
        out.flush();
        if (place >= 0) {
            strike();
        }
    }

    /** Where in the packet that is about to be sent the fault happens; -1 if not in this one. */
    private int placeIn(int length, Fault it) {
        return switch (it.unit()) {
            case TOKEN -> -1;
            case PACKET -> packets == it.count() ? 0 : -1;
            case MID_PACKET -> packets + 1 == it.count() ? length / 2 : -1;
            case BYTE -> it.count() >= bytes && it.count() < bytes + length ? (int) (it.count() - bytes) : -1;
        };
    }

    private boolean isDue(Fault.Unit unit, long count) {
        return fault != null && fault.unit() == unit && fault.count() == count;
    }

    private boolean isOf(Fault.Kind kind) {
        return fault != null && fault.kind() == kind;
    }

    private void strike() throws IOException {
        if (fault != null) {
            noteStruck();
            throw new FaultStruckException(fault.kind());
        }
    }

    private void noteStruck() {
        struck = true;
        onFault.run();
    }
}
