package io.emrops.testkit.sqlserver.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTest {
    @Test
    void a_column_is_written_as_in_create_table() {
        assertThat(Column.parse("Name nvarchar(50)")).isEqualTo(Column.of("Name", SqlType.nvarchar(50)));
        assertThat(Column.parse("[a ]] b] int NULL")).isEqualTo(Column.of("a ] b", SqlType.INT));
        assertThat(Column.parse("\"q\"\"q\" bit not null")).isEqualTo(new Column("q\"q", SqlType.BIT, false, false));
        assertThat(Column.parse("Id int identity(1, 1)")).isEqualTo(new Column("Id", SqlType.INT, false, true));
        assertThat(Column.parse("Id bigint IDENTITY NOT NULL"))
                .isEqualTo(new Column("Id", SqlType.BIGINT, false, true));
        assertThat(Column.parse("[] int").name()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Id",
                "int",
                "'Id' int",
                "@Id int",
                "1 int",
                "Id int not",
                "Id int null null",
                "Id int not null x",
                "Id int primary key",
                "Id int identity(1,1,1)",
                "Id int identity(",
                "Id table",
                "[Id int",
                "Id , int"
            })
    void what_is_no_column_is_refused(String definition) {
        assertThatIllegalArgumentException().isThrownBy(() -> Column.parse(definition));
    }

    @Test
    void a_name_has_at_most_128_characters() {
        assertThat(Column.of("n".repeat(128), SqlType.INT).name()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> Column.of("n".repeat(129), SqlType.INT));
    }
}
