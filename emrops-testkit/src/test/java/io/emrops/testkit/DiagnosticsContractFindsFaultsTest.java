package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.diagnostics.DiagnosticsProvider;
import io.emrops.diagnostics.EndedSessions;
import io.emrops.diagnostics.EndedSessions.Ended;
import io.emrops.diagnostics.EndedSessions.Fate;
import io.emrops.diagnostics.IdleSessions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** See {@link ContractsFindFaultsTest}. */
@Timeout(120)
class DiagnosticsContractFindsFaultsTest {
    private interface Fault {
        Object instead(String method, Object[] args, Faulty.Sound sound, FakeDiagnosticsProvider fake) throws Throwable;
    }

    private static List<String> failures(Fault fault) {
        return ContractsFindFaultsTest.failures(
                DiagnosticsProviderContract.class, () -> new FakeDiagnosticsProviderContractTest() {
                    @Override
                    protected DiagnosticsProvider provider() {
                        var fake = inMemory();
                        return Faulty.faulty(
                                DiagnosticsProvider.class,
                                fake,
                                (method, args, sound) -> fault.instead(method, args, sound, fake));
                    }
                });
    }

    private static EndedSessions endAll(Object[] args, FakeDiagnosticsProvider fake) {
        var found = (IdleSessions) args[1];
        found.sessions().forEach(session -> fake.disconnect(session.id()));
        return new EndedSessions(found.sessions().stream()
                .map(session -> new Ended(session, Fate.ENDED, ""))
                .toList());
    }

    @Test
    void a_sound_one_passes() {
        assertThat(failures((method, args, sound, fake) -> sound.call())).isEmpty();
    }

    @Test
    void one_that_ends_whatever_has_the_number_is_found_out() {
        var failures = failures(
                (method, args, sound, fake) -> method.equals("endIdleSessions") ? endAll(args, fake) : sound.call());

        assertThat(failures)
                .contains(
                        "a_session_that_has_worked_since_is_left_alone",
                        "what_the_request_does_not_mean_is_not_ended_although_it_is_in_the_list",
                        "no_more_are_ended_than_the_request_allows_and_the_longest_idle_come_first",
                        "one_that_has_gone_by_itself_is_gone");
    }

    @Test
    void one_that_ends_sessions_when_it_only_looks_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            var answer = sound.call();
            if (answer instanceof IdleSessions found) {
                found.sessions().forEach(session -> fake.disconnect(session.id()));
            }
            return answer;
        });

        assertThat(failures).contains("looking_for_idle_sessions_ends_none");
    }

    @Test
    void one_that_says_it_and_does_not_do_it_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            if (!method.equals("endIdleSessions")) {
                return sound.call();
            }
            var found = (IdleSessions) args[1];
            return new EndedSessions(found.sessions().stream()
                    .map(session -> new Ended(session, Fate.ENDED, ""))
                    .toList());
        });

        assertThat(failures).contains("idle_sessions_are_ended_once_and_others_live");
    }
}
