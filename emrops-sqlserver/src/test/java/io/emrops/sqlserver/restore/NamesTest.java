package io.emrops.sqlserver.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.backup.Backup.Kind;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of databases and of directories. */
@Timeout(120)
class NamesTest {
    private final Hospital hospital = Hospital.inUtc();

    @AfterEach
    void close() {
        hospital.close();
    }

    private RecoveryProvider recovery() {
        return hospital.recovery().build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's]; DROP DATABASE x--", "Krankenhaus [Süd] 病院", "a.b c"})
    void a_database_of_any_name_is_recovered(String name) throws Exception {
        hospital.create(name);
        hospital.commit(name, "first");
        hospital.backUp(name, Kind.FULL);
        var moment = hospital.moment();
        hospital.commit(name, "second");
        var recovery = recovery();

        Hospital.recover(recovery, recovery.plan(RecoveryRequest.inPlace(name, moment)));
        var beside = recovery.plan(RecoveryRequest.beside(name, moment, name + " of then"));
        Hospital.recover(recovery, beside);

        assertThat(hospital.committed(name)).containsExactly("first");
        assertThat(hospital.committed(name + " of then")).containsExactly("first");
    }

    @Test
    void a_name_that_can_be_none_is_refused_before_anything_is_sent() throws Exception {
        var recovery = recovery();
        var sent = hospital.server().script().statements().size();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> recovery.plan(RecoveryRequest.inPlace("a\nb", hospital.now())));

        assertThat(hospital.server().script().statements()).hasSize(sent);
    }

    @Test
    void a_name_in_another_spelling_is_refused() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);

        assertThatThrownBy(() ->
                        recovery().plan(RecoveryRequest.inPlace(database.toUpperCase(Locale.ROOT), hospital.moment())))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("there is one called " + database);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tails", "C:\\Tails\\..", "/tails", "NUL"})
    void a_directory_for_tails_that_is_none_is_refused_when_it_is_planned(String directory) throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        var recovery = hospital.recovery().tailsIn(directory).build();

        assertThatThrownBy(() -> recovery.plan(RecoveryRequest.inPlace(database, hospital.moment())))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("directory for the ends of logs");
    }
}
