package io.emrops.testkit.sqlserver.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariantTest {
    @Test
    void a_variant_knows_its_type() {
        assertThat(Variant.of("abc")).isEqualTo(new Variant(SqlType.nvarchar(3), "abc"));
        assertThat(Variant.of(new BigDecimal("1.50")).type()).hasToString("decimal(3,2)");
        assertThat(Variant.of(Variant.of(1))).isEqualTo(new Variant(SqlType.INT, 1));
        assertThat(SqlType.SQL_VARIANT.require(7L)).isEqualTo(new Variant(SqlType.BIGINT, 7L));
        assertThat(new Variant(SqlType.nchar(3), "a").value()).isEqualTo("a  ");
    }

    @Test
    void what_stands_in_no_variant_is_refused() {
        for (var type : List.of(
                SqlType.XML,
                SqlType.TEXT,
                SqlType.NTEXT,
                SqlType.IMAGE,
                SqlType.NVARCHAR_MAX,
                SqlType.VARCHAR_MAX,
                SqlType.VARBINARY_MAX,
                SqlType.SQL_VARIANT,
                SqlType.ROWVERSION,
                SqlType.HIERARCHYID,
                SqlType.GEOMETRY,
                SqlType.GEOGRAPHY,
                SqlType.TABLE)) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Variant(type, "a"));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Variant.of("a".repeat(4001)));
        assertThatIllegalArgumentException().isThrownBy(() -> Variant.of(new byte[8001]));
    }
}
