package io.emrops.testkit.sqlserver.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementTextsTest {
    @Test
    void nothing_that_may_be_of_a_patient_is_printed() {
        var statement = new EngineStatement("SELECT 'Ada'", List.of("Ada"));

        assertThat(statement.toString()).doesNotContain("Ada");
        assertThat(new TranslatedQuery(statement, List.of()).toString()).doesNotContain("Ada");
        assertThat(new Known(SqlType.nvarchar(20), "Ada").toString()).doesNotContain("Ada");
    }
}
