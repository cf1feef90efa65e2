package io.emrops.testkit.sqlserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.type.AnyValue;
import io.emrops.testkit.sqlserver.type.AnyValue.Cell;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import io.emrops.testkit.sqlserver.type.TableValue;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Values of every type, written as the server writes them, are read as those of a bulk load and of a call. */
class ValueRoundTripTest {
    @Provide
    Arbitrary<List<Cell>> rows() {
        return AnyValue.rows();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void what_is_written_as_a_row_is_read_as_a_row(@ForAll("rows") List<Cell> row) throws Exception {
        var read = BulkLoad.read("t", ClientBytes.load(row));

        assertThat(read.rows()).hasSize(1);
        for (var i = 0; i < row.size(); i++) {
            var cell = row.get(i);
            var column = read.columns().get(i);
            assertThat(column.name()).isEqualTo(cell.column().name());
            assertThat(column.type()).isEqualTo(asRead(cell.column().type()));
            assertThat(column.nullable()).isEqualTo(cell.column().nullable());
            assertThat(column.identity()).isEqualTo(cell.column().identity());
            assertThat(AnyValue.same(read.rows().get(0).get(i), cell.value()))
                    .as("%s", cell)
                    .isTrue();
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void an_argument_is_read_as_it_was_sent(@ForAll("rows") List<Cell> arguments) throws Exception {
        var calls = RpcCall.readAll(ClientBytes.call("dbo.p", arguments));

        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).name()).isEqualTo("dbo.p");
        assertThat(calls.get(0).arguments()).hasSameSizeAs(arguments);
        for (var i = 0; i < arguments.size(); i++) {
            var cell = arguments.get(i);
            var argument = calls.get(0).arguments().get(i);
            assertThat(argument.name()).isEqualTo("@" + cell.column().name());
            assertThat(argument.type()).isEqualTo(asRead(cell.column().type()));
            assertThat(argument.output()).isEqualTo(cell.column().identity());
            assertThat(AnyValue.same(argument.value(), cell.value()))
                    .as("%s", cell)
                    .isTrue();
        }
    }

    /** A rowversion is eight bytes to clients. */
    private static SqlType asRead(SqlType type) {
        return type.kind() == Kind.ROWVERSION ? SqlType.binary(8) : type;
    }

    @Test
    void a_table_is_read_with_its_columns_and_rows() throws Exception {
        var call = RpcCall.readAll(ClientBytes.callWithTable(1, 2, 3)).get(0);

        assertThat(call.arguments()).singleElement().satisfies(argument -> {
            assertThat(argument.type()).isEqualTo(SqlType.TABLE);
            assertThat(argument.value()).isInstanceOfSatisfying(TableValue.class, table -> {
                assertThat(table.typeName()).isEqualTo("dbo.Ids");
                assertThat(table.rows()).containsExactly(List.of(1), List.of(2), List.of(3));
            });
        });
    }
}
