package io.emrops.testkit.sqlserver.protocol;

import io.emrops.testkit.sqlserver.protocol.Message.Type;
import io.emrops.testkit.sqlserver.type.AnyValue.Cell;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a well-behaved client sends. */
public final class ClientBytes {
    /** What a client says that cannot encrypt. */
    public static final int NO_ENCRYPTION = 2;

    private static final int LOGIN_HEADER = 94;
    private static final int TDS_7_4 = 0x74000004;

    private ClientBytes() {}

    /** A message in packets of at most this size. */
    public static byte[] packets(int type, int status, byte[] payload, int size) {
        var out = new ByteArrayOutputStream();
        var at = 0;
        do {
            var count = Math.min(size - 8, payload.length - at);
            var last = at + count == payload.length;
            var length = count + 8;
            out.writeBytes(new byte[] {
                (byte) type,
                (byte) ((last ? 1 : 0) | (at == 0 ? status : 0)),
                (byte) (length >> 8),
                (byte) length,
                0,
                0,
                1,
                0
            });
            out.write(payload, at, count);
            at += count;
        } while (at < payload.length);
        return out.toByteArray();
    }

    /** A message in packets of 4,096 bytes. */
    public static byte[] message(Type type, byte[] payload) {
        return packets(code(type), 0, payload, 4096);
    }

    /** The number of a type on the wire. */
    public static int code(Type type) {
        return switch (type) {
            case BATCH -> 1;
            case OLD_LOGIN -> 2;
            case RPC -> 3;
            case ATTENTION -> 6;
            case BULK_LOAD -> 7;
            case FEDERATED_AUTHENTICATION -> 8;
            case TRANSACTION -> 14;
            case LOGIN -> 16;
            case SSPI -> 17;
            case PRELOGIN -> 18;
        };
    }

    /** The content of a PRELOGIN. */
    public static byte[] prelogin(int encryption) {
        return new byte[] {0, 0, 11, 0, 6, 1, 0, 17, 0, 1, (byte) 0xFF, 16, 0, 0, 0, 0, 0, (byte) encryption};
    }

    /** The content of a login. */
    public static byte[] login(String user, String password, int packetSize) {
        var texts = new String[] {"host", user, password, "application", "server", "", "library", "", "master"};
        var table = new ByteWriter();
        var data = new ByteWriter();
        for (var i = 0; i < texts.length; i++) {
            var bytes = texts[i].getBytes(StandardCharsets.UTF_16LE);
            if (i == 2) {
                for (var at = 0; at < bytes.length; at++) {
                    bytes[at] = (byte) (((bytes[at] & 0xF) << 4 | (bytes[at] & 0xF0) >> 4) ^ 0xA5);
                }
            }
            table.int16(LOGIN_HEADER + data.size());
            table.int16(texts[i].length());
            data.bytes(bytes);
        }
        var login = new ByteWriter();
        login.int32(LOGIN_HEADER + data.size());
        login.int32(TDS_7_4);
        login.int32(packetSize);
        login.bytes(new byte[24]);
        login.bytes(table.toByteArray());
        login.bytes(new byte[LOGIN_HEADER - 36 - table.size()]);
        login.bytes(data.toByteArray());
        return login.toByteArray();
    }

    /** The content of a batch. */
    public static byte[] batch(String text) {
        var batch = headers();
        batch.bytes(ByteWriter.utf16(text));
        return batch.toByteArray();
    }

    /** A call by name with these arguments. */
    public static byte[] call(String name, List<Cell> arguments) {
        var call = headers();
        call.int16(name.length());
        call.bytes(ByteWriter.utf16(name));
        call.int16(0);
        for (var argument : arguments) {
            argument(call, argument);
        }
        return call.toByteArray();
    }

    private static void argument(ByteWriter call, Cell cell) {
        var type = cell.column().type();
        call.shortText("@" + cell.column().name());
        call.int8(cell.column().identity() ? 1 : 0);
        switch (type.kind()) {
            case TEXT, NTEXT, IMAGE -> {
                TypeWriter.write(call, type, cell.column().nullable());
                longValue(call, type, cell.value());
            }
            case HIERARCHYID, GEOMETRY, GEOGRAPHY -> {
                call.int8(WireType.UDT);
                call.shortText("");
                call.shortText("sys");
                call.shortText(type.toString());
                ValueWriter.write(call, type, cell.value(), true);
            }
            default -> {
                TypeWriter.write(call, type, cell.column().nullable());
                ValueWriter.write(call, type, cell.value(), cell.column().nullable());
            }
        }
    }

    /** Without the pointer that the server sends. */
    private static void longValue(ByteWriter call, SqlType type, @Nullable Object value) {
        if (value == null) {
            call.int32(-1);
            return;
        }
        var withPointer = new ByteWriter();
        ValueWriter.write(withPointer, type, value, true);
        var bytes = withPointer.toByteArray();
        call.bytes(Arrays.copyOfRange(bytes, 1 + 16 + 8, bytes.length));
    }

    /** The rows of a bulk load: one, of these cells. */
    public static byte[] load(List<Cell> row) {
        var load = new ByteWriter();
        load.int8(0x81);
        load.int16(row.size());
        for (var cell : row) {
            var column = cell.column();
            load.int32(0);
            load.int16((column.nullable() ? 0x01 : 0) | (column.identity() ? 0x10 : 0));
            TypeWriter.write(load, column.type(), column.nullable());
            switch (column.type().kind()) {
                case TEXT, NTEXT, IMAGE -> load.longText("Table");
                default -> {}
            }
            load.shortText(column.name());
        }
        load.int8(0xD1);
        for (var cell : row) {
            ValueWriter.write(
                    load, cell.column().type(), cell.value(), cell.column().nullable());
        }
        load.int8(0xFD);
        load.bytes(new byte[12]);
        return load.toByteArray();
    }

    /** A call with a table of one column. */
    public static byte[] callWithTable(int... values) {
        var call = headers();
        call.int16(1);
        call.bytes(ByteWriter.utf16("p"));
        call.int16(0);
        call.shortText("@t");
        call.int8(0);
        call.int8(WireType.TABLE);
        call.shortText("");
        call.shortText("dbo");
        call.shortText("Ids");
        call.int16(1);
        call.int32(0);
        call.int16(1);
        TypeWriter.write(call, SqlType.INT, true);
        call.shortText("Id");
        call.int8(0);
        for (var value : values) {
            call.int8(1);
            ValueWriter.write(call, SqlType.INT, value, true);
        }
        call.int8(0);
        return call.toByteArray();
    }

    /** A request to the transaction manager: 5 begins, 7 commits, 8 rolls back, 9 sets a savepoint. */
    public static byte[] transaction(int type, String name) {
        return transaction(type, name, type == 5 ? 2 : 4);
    }

    /** The same; 1 is {@code READ UNCOMMITTED}, 5 {@code SNAPSHOT}. */
    public static byte[] transaction(int type, String name, int isolationLevel) {
        var request = headers();
        request.int16(type);
        if (type == 5) {
            request.int8(isolationLevel);
        }
        request.int8(2 * name.length());
        request.bytes(ByteWriter.utf16(name));
        if (type == 7 || type == 8) {
            request.int8(1);
            request.int8(isolationLevel);
            request.int8(0);
        }
        return request.toByteArray();
    }

    private static ByteWriter headers() {
        var headers = new ByteWriter();
        headers.int32(22);
        headers.int32(18);
        headers.int16(2);
        headers.int64(0);
        headers.int32(1);
        return headers;
    }
}
