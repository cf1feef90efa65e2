package io.emrops.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class LegalHoldTest {
    @Test
    void columns_of_a_table_of_holds_are_not_taken_where_there_is_none() {
        for (var hold : List.of(LegalHold.flaggedBy("OnHold"), LegalHold.none("counsel", "none are kept"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> hold.field(AuditField.PATIENT, "PatientId"))
                    .withMessageContaining("The column PatientId of the")
                    .withMessageContaining(hold.toString());
            assertThatIllegalArgumentException().isThrownBy(() -> hold.key("AuditId"));
            assertThatIllegalArgumentException().isThrownBy(() -> hold.releasedAt("ReleasedAt"));
        }
    }

    @Test
    void a_table_of_holds_has_them_all() {
        var hold = LegalHold.listedIn("dbo", "LegalHold")
                .key("AuditId")
                .field(AuditField.PATIENT, "PatientId")
                .releasedAt("ReleasedAt");

        assertThat(hold.key()).contains("AuditId");
        assertThat(hold.fields()).containsEntry(AuditField.PATIENT, "PatientId");
        assertThat(hold.releasedAt()).contains("ReleasedAt");
    }
}
