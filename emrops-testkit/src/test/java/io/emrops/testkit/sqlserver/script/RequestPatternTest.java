package io.emrops.testkit.sqlserver.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.type.TableValue;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPatternTest {
    @Test
    void texts_are_compared_as_transact_sql() {
        var request = Requests.prepared("UPDATE dbo.[Beds]\n SET Patient = @P0 WHERE Id = @P1", 1, 2);

        assertThat(RequestPattern.text("update dbo.beds set patient = ? where id = ?;"))
                .accepts(request);
        assertThat(RequestPattern.text("UPDATE dbo.Beds")).rejects(request);
        assertThat(RequestPattern.startingWith("UPDATE dbo.Beds")).accepts(request);
        assertThat(RequestPattern.startingWith("dbo.Beds")).rejects(request);
        assertThat(RequestPattern.containing("set PATIENT")).accepts(request);
        assertThat(RequestPattern.containing("patients")).rejects(request);
        assertThat(RequestPattern.matching("update.*beds.*")).accepts(request);
        assertThat(RequestPattern.matching("update")).rejects(request);
        assertThat(RequestPattern.any()).accepts(request);
    }

    @Test
    void a_parameter_may_be_asked_for() {
        var request = Requests.prepared("SELECT ?, ?, ?", 7, null, new byte[] {1});

        assertThat(RequestPattern.any().withParameter(1, 7).withParameter(2, null))
                .accepts(request);
        assertThat(RequestPattern.any().withParameter(3, new byte[] {1})).accepts(request);
        assertThat(RequestPattern.any().withParameter(1, 7L)).rejects(request);
        assertThat(RequestPattern.any().withParameter(4, null)).rejects(request);
        assertThat(RequestPattern.any().withParameter(1, 7)).hasToString("any statement, parameter 1 given");
    }

    @Test
    void a_session_may_be_asked_for() {
        var request = Requests.batch("SELECT 1");

        assertThat(RequestPattern.any().inSession(51).by("sa").inDatabase("WARD"))
                .accepts(request);
        assertThat(RequestPattern.any().inSession(52)).rejects(request);
        assertThat(RequestPattern.any().by("other")).rejects(request);
        assertThat(RequestPattern.any().inDatabase("master")).rejects(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXEC Admit @Bed = 1",
                "exec dbo.Admit @P0, @P1",
                "EXECUTE @P0 = dbo.admit @P1",
                "EXEC @r=[Ward].[dbo].[Admit]",
                "EXEC Ward..Admit",
                "EXEC \"dbo\" . \"Admit\";"
            })
    void a_procedure_is_found_in_a_text(String text) {
        assertThat(RequestPattern.procedure("Admit")).accepts(Requests.batch(text));
        assertThat(RequestPattern.procedure("Admi")).rejects(Requests.batch(text));
        assertThat(RequestPattern.procedure("x.Admit")).rejects(Requests.batch(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT Admit", "EXEC", "EXEC @r =", "EXEC 'Admit'", "Admit", "", "EXEC Admit.x"})
    void what_is_no_call_of_it_is_not(String text) {
        assertThat(RequestPattern.procedure("Admit")).rejects(Requests.batch(text));
    }

    @Test
    void a_procedure_is_found_by_the_end_of_its_name() {
        var request = Requests.procedure("Ward.dbo.Admit");

        assertThat(RequestPattern.procedure("dbo.Admit")).accepts(request);
        assertThat(RequestPattern.procedure("[WARD].dbo.[admit]")).accepts(request);
        assertThat(RequestPattern.procedure("Other.dbo.Admit")).rejects(request);
        assertThat(RequestPattern.procedure("Server.Ward.dbo.Admit")).rejects(request);
        assertThat(RequestPattern.procedure("")).rejects(request);
    }

    @Test
    void a_bulk_load_is_both_its_statement_and_its_rows() {
        var text = "INSERT BULK Beds ([Id] int)";
        var rows = new TableValue("Beds", List.of(), List.of());

        assertThat(RequestPattern.bulkInsert("beds"))
                .accepts(Requests.batch(text), Request.bulkLoad(text, rows, Requests.SESSION));
        assertThat(RequestPattern.bulkInsert("Bed")).rejects(Requests.batch(text));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void no_text_is_too_strange(@ForAll @StringLength(max = 40) String text) {
        var request = Requests.batch("EXEC " + text);

        assertThat(RequestPattern.text("EXEC " + text).test(request))
                .isEqualTo(RequestPattern.text(request.text()).test(request));
        assertThat(RequestPattern.procedure(text).test(request)).isIn(true, false);
        assertThat(RequestPattern.any()).accepts(request);
    }
}
