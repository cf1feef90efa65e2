package io.emrops.testkit.sqlserver.fault;

import java.util.Objects;

/**
 * What happens to one answer of the server, and where in it.
 *
 * <pre>{@code
 * Fault.close().afterToken(2);       // the connection ends properly, in the middle of an answer
 * Fault.reset().afterByte(100);      // it ends with an RST
 * Fault.silence().inMidPacket(1);    // it stays open, and nothing more comes
 * }</pre>
 *
 * <p>Counted from the beginning of the answer, TDS headers included; without a position it happens before the first byte. What
 * comes before the position reaches the client.
 *
 * @param count how many tokens, packets or bytes come before it; of {@link Unit#MID_PACKET}, in which packet it happens
 */
public record Fault(Kind kind, Unit unit, long count) {
    /** What happens. */
    public enum Kind {
        /** The server closes the connection: the client reads an end of stream. */
        CLOSE,
        /** The server resets the connection, as a firewall or a dying machine does. */
        RESET,
        /** The server sends nothing more and keeps the connection open until the client closes it. */
        SILENCE,
        /** All bits of the next byte are turned over, and the answer goes on. */
        CORRUPT
    }

    /** What is counted. */
    public enum Unit {
        /** Tokens: a message, the columns, a row, an end of a statement. */
        TOKEN,
        /** Packets, of up to the size that the client has asked for. */
        PACKET,
        /** The middle of a packet, whose header announces more than comes. */
        MID_PACKET,
        /** Bytes. */
        BYTE
    }

    /** @throws IllegalArgumentException if the position is before the beginning */
    public Fault {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(unit, "unit");
        if (count < (unit == Unit.MID_PACKET ? 1 : 0)) {
            throw new IllegalArgumentException("there is no " + unit + " " + count);
        }
    }

    /** The server closes the connection. */
    public static Fault close() {
        return new Fault(Kind.CLOSE, Unit.BYTE, 0);
    }

    /** The server resets the connection. */
    public static Fault reset() {
        return new Fault(Kind.RESET, Unit.BYTE, 0);
    }

    /** The server sends nothing more and keeps the connection open until the client closes it. */
    public static Fault silence() {
        return new Fault(Kind.SILENCE, Unit.BYTE, 0);
    }

    /** All bits of one byte are turned over. */
    public static Fault corrupt() {
        return new Fault(Kind.CORRUPT, Unit.BYTE, 0);
    }

    /** After this many whole tokens. */
    public Fault afterToken(long tokens) {
        return new Fault(kind, Unit.TOKEN, tokens);
    }

    /** After this many whole packets. */
    public Fault afterPacket(long packets) {
        return new Fault(kind, Unit.PACKET, packets);
    }

    /** In the middle of this packet; the first is 1. */
    public Fault inMidPacket(long packet) {
        return new Fault(kind, Unit.MID_PACKET, packet);
    }

    /** After this many bytes. */
    public Fault afterByte(long bytes) {
        return new Fault(kind, Unit.BYTE, bytes);
    }
}
