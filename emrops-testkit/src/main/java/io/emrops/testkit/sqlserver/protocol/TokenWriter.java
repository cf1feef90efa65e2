package io.emrops.testkit.sqlserver.protocol;

import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what the server says, one token by one ("[MS-TDS] 2.2.7 Packet Data Token Stream Definition"). For one thread. */
public final class TokenWriter {
    /** {@link #done}: another result follows. */
    public static final int MORE = 0x01;

    /** {@link #done}: the statement has failed. */
    public static final int ERROR = 0x02;

    /** {@link #done}: the count of rows says something. */
    public static final int COUNT = 0x10;

    /** {@link #done}: the client's request to cancel has arrived. */
    public static final int ATTENTION = 0x20;

    /** {@link #done}: the connection is about to end. */
    public static final int FATAL = 0x100;

    private static final byte[] NOTHING = {0};

    private final PacketWriter packets;
    private final ByteWriter token = new ByteWriter();

    /** What ends a statement, by where it stands. */
    public enum End {
        /** Of a batch. */
        DONE(0xFD),
        /** Of a procedure. */
        DONE_PROCEDURE(0xFE),
        /** Of a statement in a procedure. */
        DONE_IN_PROCEDURE(0xFF);

        private final int code;

        End(int code) {
            this.code = code;
        }
    }

    /** What changes for the session; the client keeps a copy. */
    public enum Change {
        /** The database. */
        DATABASE(1),
        /** The language. */
        LANGUAGE(2),
        /** The size of packets. */
        PACKET_SIZE(4);

        private final int code;

        Change(int code) {
            this.code = code;
        }
    }

    /** Into these packets. */
    public TokenWriter(PacketWriter packets) {
        this.packets = packets;
    }

    /** What goes below tokens: flushing, ending. */
    public PacketWriter packets() {
        return packets;
    }

    /** A message; of severity 0 to 10 an INFO, above an ERROR. 10 arrives as 0 ("Database Engine error severities"). */
    public void message(int number, int state, int severity, String text, String server, String procedure, int line)
            throws IOException {
        var body = new ByteWriter();
        body.int32(number);
        body.int8(state);
        body.int8(severity == 10 ? 0 : severity);
        body.longText(text);
        body.shortText(server);
        body.shortText(procedure);
        body.int32(line);
        begin(severity <= 10 ? 0xAB : 0xAA);
        token.int16(body.size());
        token.bytes(body.toByteArray());
        write();
    }

    /** The end of a statement. */
    public void done(End end, int status, int command, long rows) throws IOException {
        begin(end.code);
        token.int16(status);
        token.int16(command);
        token.int64(rows);
        write();
    }

    /** The columns of the rows to come. */
    public void columns(List<Column> columns) throws IOException {
        begin(0x81);
        token.int16(columns.size());
        for (var column : columns) {
            token.int32(column.type().equals(SqlType.ROWVERSION) ? 0x50 : 0);
            token.int16((column.nullable() ? 0x01 : 0) | (column.identity() ? 0x10 : 0x08));
            TypeWriter.write(token, column.type(), column.nullable());
            switch (column.type().kind()) {
                case TEXT, NTEXT, IMAGE -> {
                    token.int8(1);
                    token.longText("");
                }
                default -> {}
            }
            token.shortText(column.name());
        }
        write();
    }

    /** The rows to come have the columns that were said before. */
    public void sameColumns() throws IOException {
        begin(0x81);
        token.int16(0xFFFF);
        write();
    }

    /** Of the columns that were just said, the last one is not for the user. */
    public void lastColumnIsHidden(int columns) throws IOException {
        begin(0xA4);
        token.int16(3);
        token.int8(1);
        token.longText("");
        write();
        begin(0xA5);
        token.int16(3 * columns);
        for (var number = 1; number <= columns; number++) {
            token.int8(number);
            token.int8(number == columns ? 0 : 1);
            token.int8(number == columns ? 0x10 : 0);
        }
        write();
    }

    /**
     * A row.
     *
     * @param values of the types of the columns; they have gone through {@link SqlType#require}
     */
    public void row(List<Column> columns, List<? extends @Nullable Object> values) throws IOException {
        begin(0xD1);
        for (var i = 0; i < columns.size(); i++) {
            var column = columns.get(i);
            ValueWriter.write(token, column.type(), values.get(i), column.nullable());
        }
        write();
    }

    /** What a procedure returns. */
    public void returnStatus(int status) throws IOException {
        begin(0x79);
        token.int32(status);
        write();
    }

    /** The value of an output parameter. */
    public void returnValue(int ordinal, String name, SqlType type, @Nullable Object value) throws IOException {
        begin(0xAC);
        token.int16(ordinal);
        token.shortText(name);
        token.int8(0x01);
        token.int32(0);
        token.int16(0);
        TypeWriter.write(token, type, true);
        ValueWriter.write(token, type, value, true);
        write();
    }

    /** Something the client keeps a copy of has changed. */
    public void changed(Change change, String now, String before) throws IOException {
        var body = new ByteWriter();
        body.shortText(now);
        body.shortText(before);
        changed(change.code, body.toByteArray());
    }

    /** The collation of the session. */
    public void collation() throws IOException {
        var body = new ByteWriter();
        var collation = Collation.bytes();
        body.int8(collation.length);
        body.bytes(collation);
        body.int8(0);
        changed(7, body.toByteArray());
    }

    /** A transaction has begun. */
    public void transactionBegan(long descriptor) throws IOException {
        transaction(8, descriptor);
    }

    /** It has ended. */
    public void transactionCommitted(long descriptor) throws IOException {
        transaction(9, descriptor);
    }

    /** It has ended without effect. */
    public void transactionRolledBack(long descriptor) throws IOException {
        transaction(10, descriptor);
    }

    /** The session is as after the login. */
    public void connectionReset() throws IOException {
        changed(18, new byte[] {0, 0});
    }

    private void transaction(int change, long descriptor) throws IOException {
        var body = new ByteWriter();
        if (change != 8) {
            body.bytes(NOTHING);
        }
        body.int8(8);
        body.int64(descriptor);
        if (change == 8) {
            body.bytes(NOTHING);
        }
        changed(change, body.toByteArray());
    }

    private void changed(int change, byte[] body) throws IOException {
        begin(0xE3);
        token.int16(1 + body.length);
        token.int8(change);
        token.bytes(body);
        write();
    }

    /** The login has been granted. */
    public void loginGranted(Login7 login, ServerVersion version) throws IOException {
        var body = new ByteWriter();
        body.int8(1);
        body.int32BigEndian(login.tdsVersion());
        body.shortText("Microsoft SQL Server");
        body.int8(version.major());
        body.int8(version.minor());
        body.int8(version.build() >> 8);
        body.int8(version.build());
        begin(0xAD);
        token.int16(body.size());
        token.bytes(body.toByteArray());
        write();
    }

    /** A token that could not be written to its end leaves nothing behind. */
    private void begin(int code) {
        token.clear();
        token.int8(code);
    }

    private void write() throws IOException {
        packets.token(token);
    }
}
