package io.emrops.testkit.sqlserver.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void a_text_of_a_variant_tells_all(@ForAll("variants") Variant variant) {
        assertThat(AnyValue.same(Variant.parse(variant.toText()), variant)).isTrue();
    }

    @Provide
    Arbitrary<Variant> variants() {
        return AnyValue.rows()
                .flatMap(row -> Arbitraries.of(row))
                .filter(cell -> cell.value() != null && cell.column().type().fitsIntoVariant())
                .map(cell -> new Variant(cell.column().type(), cell.value()));
    }

    @Test
    void a_text_of_something_else_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Variant.parse("3"));
        assertThatIllegalArgumentException().isThrownBy(() -> Variant.parse("xml:<a/>"));
        assertThat(new Variant(SqlType.INT, 3).toText()).isEqualTo("int:3");
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
