package io.emrops.testkit.sqlserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.emrops.testkit.sqlserver.type.AnyValue;
import io.emrops.testkit.sqlserver.type.AnyValue.Cell;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a client sends, a parser makes something of it or says what is wrong; it never fails in another way. */
@Timeout(60)
class ParserFuzzTest {
    private static final int LARGE = 1 << 18;

    @FunctionalInterface
    private interface Parser {
        Object read(byte[] bytes) throws Exception;
    }

    private static final Map<String, Parser> PARSERS = new LinkedHashMap<>();

    static {
        PARSERS.put("batch", Headers::textOfBatch);
        PARSERS.put("call", ParserFuzzTest::callAndEcho);
        PARSERS.put("login", Login7::read);
        PARSERS.put("prelogin", Prelogin::read);
        PARSERS.put("load", bytes -> BulkLoad.read("t", bytes));
        PARSERS.put("transaction", TransactionRequest::read);
        PARSERS.put("packets", bytes -> new PacketReader(new java.io.ByteArrayInputStream(bytes)).read());
    }

    /** What a client wants back is written as it came, unless an answer says otherwise. */
    private static Object callAndEcho(byte[] bytes) throws Exception {
        var calls = RpcCall.readAll(bytes);
        var packets = new PacketWriter(java.io.OutputStream.nullOutputStream(), 51);
        packets.begin(null);
        for (var argument :
                calls.stream().flatMap(call -> call.arguments().stream()).toList()) {
            if (argument.output()) {
                new TokenWriter(packets).returnValue(0, argument.name(), argument.type(), argument.value());
            }
        }
        return calls;
    }

    private static List<byte[]> valid() throws Exception {
        var random = new Random(4711);
        var messages = new ArrayList<byte[]>();
        for (var kind : Kind.values()) {
            if (kind != Kind.TABLE) {
                var cells = new ArrayList<Cell>();
                for (var nullable : List.of(true, false)) {
                    var type = AnyValue.type(kind, random);
                    cells.add(new Cell(new Column("c", type, nullable, nullable), AnyValue.value(type, random)));
                }
                messages.add(ClientBytes.call("sp_executesql", cells));
                messages.add(ClientBytes.load(cells));
            }
        }
        messages.add(ClientBytes.callWithTable(1, 2, 3));
        messages.add(ClientBytes.login("sa", "secret", 4096));
        messages.add(ClientBytes.prelogin(ClientBytes.NO_ENCRYPTION));
        messages.add(ClientBytes.batch("SELECT 1"));
        for (var type : List.of(5, 7, 8, 9)) {
            messages.add(ClientBytes.transaction(type, "name"));
        }
        return messages;
    }

    private static void readByAll(byte[] bytes) {
        PARSERS.forEach((name, parser) -> {
            try {
                assertThat(parser.read(bytes)).isNotNull();
            } catch (ProtocolException | java.io.EOFException e) {
                assertThat(e.getMessage()).isNotEqualTo("");
            } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                fail(
                        name + " failed with " + e + " on "
                                + java.util.HexFormat.of().formatHex(bytes, 0, Math.min(300, bytes.length)),
                        e);
            }
        });
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void any_bytes(@ForAll @Size(max = 200) byte[] bytes) {
        readByAll(bytes);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void any_bytes_behind_headers(@ForAll @Size(max = 60) byte[] bytes) {
        var message = Arrays.copyOf(new byte[] {4, 0, 0, 0, 0, 0, 0, 0}, 8 + bytes.length);
        System.arraycopy(bytes, 0, message, 8, bytes.length);

        readByAll(message);
    }

    @Test
    void valid_messages_that_break_off() throws Exception {
        for (var message : valid()) {
            var step = Math.max(1, message.length / 150);
            for (var length = 0; length <= message.length; length += step) {
                readByAll(Arrays.copyOf(message, length));
            }
        }
    }

    @Test
    void valid_messages_with_one_byte_changed() throws Exception {
        for (var message : valid()) {
            for (var at = 0; at < Math.min(message.length, 120); at++) {
                for (var other : new int[] {0x00, 0x7F, 0xFF, message[at] ^ 1}) {
                    var changed = message.clone();
                    changed[at] = (byte) other;
                    readByAll(changed);
                }
            }
        }
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void valid_messages_with_several_bytes_changed(@ForAll long seed) throws Exception {
        var random = new Random(seed);
        var messages = Messages.VALID;
        var message = messages.get(random.nextInt(messages.size())).clone();
        for (var i = 0; i < 1 + random.nextInt(6); i++) {
            message[random.nextInt(Math.min(message.length, 120))] = (byte) random.nextInt();
        }

        readByAll(message);
    }

    private static final class Messages {
        static final List<byte[]> VALID;

        static {
            try {
                VALID = valid();
            } catch (Exception e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    @Test
    void every_type_token_with_every_first_byte() {
        for (var token = 0; token < 256; token++) {
            for (var first = 0; first < 256; first += first < 24 ? 1 : 29) {
                var call = new byte[60];
                call[0] = 4;
                call[4] = 1;
                call[6] = 'p';
                call[11] = 1;
                call[12] = (byte) token;
                call[13] = (byte) first;
                readByAll(call);
            }
        }
    }

    @Test
    void rows_that_cost_nothing_to_send_are_refused() {
        var load = new ByteWriter();
        load.int8(0x81);
        load.int16(4000);
        for (var i = 0; i < 4000; i++) {
            load.int32(0);
            load.int16(0);
            load.int8(WireType.NULL);
            load.int8(0);
        }
        for (var i = 0; i < LARGE; i++) {
            load.int8(0xD1);
        }

        readByAll(load.toByteArray());
    }

    @Test
    void tables_in_tables_are_refused() {
        var call = new ByteWriter();
        call.int32(4);
        call.int16(1);
        call.int16('p');
        call.int16(0);
        call.int8(0);
        call.int8(0);
        call.int8(WireType.TABLE);
        for (var i = 0; i < LARGE / 16; i++) {
            call.int8(0);
            call.int8(0);
            call.int8(0);
            call.int16(1);
            call.int32(0);
            call.int16(0);
            call.int8(WireType.TABLE);
            call.int8(0);
            call.int8(0);
            call.int8(1);
        }

        readByAll(call.toByteArray());
    }
}
