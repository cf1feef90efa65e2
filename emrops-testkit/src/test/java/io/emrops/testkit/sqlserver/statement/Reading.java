package io.emrops.testkit.sqlserver.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.Recognition.Recognised;
import io.emrops.testkit.sqlserver.statement.Recognition.Refused;
import org.assertj.core.api.InstanceOfAssertFactories;

/** Reads texts as SQL Server 2022 unless told otherwise. */
final class Reading {
    private static final int SQL_SERVER_2022 = 16;

    private Reading() {}

    static Recognition of(String text) {
        return of(text, SQL_SERVER_2022);
    }

    static Recognition of(String text, int version) {
        return new Recogniser(version).recognise(text);
    }

    static AdminStatement statement(String text) {
        return statement(text, SQL_SERVER_2022);
    }

    static AdminStatement statement(String text, int version) {
        var recognised = assertThat(of(text, version))
                .as(text)
                .asInstanceOf(InstanceOfAssertFactories.type(Recognised.class))
                .actual();
        assertThat(recognised.rest()).isEmpty();
        assertThat(recognised.statements()).hasSize(1);
        return recognised.statements().get(0);
    }

    static SqlError refusal(String text) {
        return refusal(text, SQL_SERVER_2022);
    }

    static SqlError refusal(String text, int version) {
        return assertThat(of(text, version))
                .as(text)
                .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
                .actual()
                .error();
    }

    static void refused(String text, int number, String message) {
        var error = refusal(text);
        assertThat(error.number() + " " + error.text()).as(text).isEqualTo(number + " " + message);
    }

    static void refusedNear(String text, String near) {
        refused(text, 102, "Incorrect syntax near '" + near + "'.");
    }

    static void refusedNearKeyword(String text, String keyword) {
        refused(text, 156, "Incorrect syntax near the keyword '" + keyword + "'.");
    }

    static void refusedNearWith(String text) {
        assertThat(refusal(text).number()).as(text).isEqualTo(319);
    }
}
