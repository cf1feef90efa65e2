package io.emrops.testkit.sqlserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.TableValue;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkLoadTest {
    private static final String COLUMNS = "81 0100 00000000 0800 38 02 49006400";
    private static final String ROWS = "d1 07000000 d1 08000000";
    private static final String DONE = "fd 0000 0000 0000000000000000";

    @Test
    void rows_end_with_a_token_or_with_the_message() throws Exception {
        for (var end : List.of(DONE, "")) {
            var loaded = read(COLUMNS + ROWS + end);

            assertThat(loaded.columns()).extracting(Column::name).containsExactly("Id");
            assertThat(loaded.rows()).containsExactly(List.of(7), List.of(8));
        }
    }

    @Test
    void a_load_of_no_rows_may_have_no_columns() throws Exception {
        assertThat(read(DONE).rows()).isEmpty();
        assertThat(read(COLUMNS + DONE).rows()).isEmpty();
    }

    /** In one piece, unlike what the server itself says of such columns. */
    @Test
    void a_column_of_long_text_names_its_table() throws Exception {
        var column = "81 0100 00000000 0900 63 ffffff7f 0904d00034 0500 57006100720064007300 05 530074006f0072007900";
        var value = "d1 10 00000000000000000000000000000000 0000000000000000 04000000 68006900";

        assertThat(read(column + value + "d1 00" + DONE).rows())
                .containsExactly(List.of("hi"), Collections.singletonList(null));
    }

    @Test
    void something_else_is_no_load() {
        assertThatThrownBy(() -> read(ROWS)).hasMessage("a bulk load begins with its columns");
        assertThatThrownBy(() -> read(COLUMNS + "aa")).hasMessage("token 170 between the rows of a bulk load");
        assertThatThrownBy(() -> read(COLUMNS + "d1 0700")).isInstanceOf(ProtocolException.class);
    }

    private static TableValue read(String hex) throws ProtocolException {
        return BulkLoad.read("Wards", HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
