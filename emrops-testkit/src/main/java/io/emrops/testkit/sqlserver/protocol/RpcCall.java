package io.emrops.testkit.sqlserver.protocol;

import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A call of a procedure.
 *
 * @param name in lower case if it is one of those that have a number
 */
public record RpcCall(String name, List<Argument> arguments) {
    private static final int BY_NUMBER = 0xFFFF;
    private static final int NO_METADATA = 0x80;
    private static final int NEXT_CALL = 0xFF;
    private static final int NEXT_CALL_WITHOUT_EXECUTION = 0xFE;
    private static final int BY_REFERENCE = 0x01;
    private static final String[] NUMBERED = {
        "",
        "sp_cursor",
        "sp_cursoropen",
        "sp_cursorprepare",
        "sp_cursorexecute",
        "sp_cursorprepexec",
        "sp_cursorunprepare",
        "sp_cursorfetch",
        "sp_cursoroption",
        "sp_cursorclose",
        "sp_executesql",
        "sp_prepare",
        "sp_execute",
        "sp_prepexec",
        "sp_prepexecrpc",
        "sp_unprepare"
    };

    /**
     * What the procedure is given.
     *
     * @param name with {@code @}; empty if it stands for its place
     * @param output whether the client wants to have a value back
     */
    public record Argument(
            String name, SqlType type, @Nullable Object value, boolean output) {}

    /** Copies the list. */
    public RpcCall {
        arguments = List.copyOf(arguments);
    }

    /** All calls of a message: clients send a batch of them in one. */
    public static List<RpcCall> readAll(byte[] payload) throws ProtocolException {
        var in = Headers.skip(payload);
        var calls = new ArrayList<RpcCall>();
        do {
            calls.add(read(in));
        } while (in.hasMore());
        return calls;
    }

    private static RpcCall read(ByteReader in) throws ProtocolException {
        var length = in.int16();
        var name = length == BY_NUMBER ? numbered(in.int16()) : wellKnownInLowerCase(in.text(length));
        in.int16();
        var arguments = new ArrayList<Argument>();
        while (in.hasMore()) {
            var next = in.peek();
            if (next == NEXT_CALL || next == NEXT_CALL_WITHOUT_EXECUTION) {
                in.int8();
                break;
            }
            arguments.add(argument(in));
        }
        return new RpcCall(name, arguments);
    }

    private static String numbered(int number) throws ProtocolException {
        if (number < 1 || number >= NUMBERED.length) {
            throw new ProtocolException("there is no procedure of number " + number);
        }
        return NUMBERED[number];
    }

    private static String wellKnownInLowerCase(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        for (var known : NUMBERED) {
            if (known.equals(lower)) {
                return known;
            }
        }
        return name;
    }

    private static Argument argument(ByteReader in) throws ProtocolException {
        var name = in.shortText();
        var status = in.int8();
        if ((status & NO_METADATA) != 0) {
            throw new ProtocolException("parameters without a type are not known to this server");
        }
        var reader = TypeReader.read(in, ValueReader.Place.PARAMETER);
        var output = (status & BY_REFERENCE) != 0;
        if (output && reader.type().equals(SqlType.TABLE)) {
            throw new ProtocolException("a table is no output parameter");
        }
        var value = reader.value(in, ValueReader.Place.PARAMETER);
        return new Argument(name, reader.type(), value, output);
    }
}
