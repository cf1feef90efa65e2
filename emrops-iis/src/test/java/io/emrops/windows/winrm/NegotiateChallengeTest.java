package io.emrops.windows.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.windows.wire.TransportException;
import io.emrops.windows.wire.TransportException.Reason;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class NegotiateChallengeTest {
    @Test
    void a_token_is_found_among_other_challenges() throws Exception {
        for (var values : List.of(
                List.of("Negotiate AQID"),
                List.of("negotiate\tAQID"),
                List.of("  Negotiate   AQID  "),
                List.of("Basic realm=\"WSMAN\"", "Negotiate AQID"),
                List.of("Basic realm=\"WSMAN\", Negotiate AQID"),
                List.of("Negotiate AQID, Basic realm=\"a, Negotiate BBBB\""),
                List.of("Basic realm=\"a \\\" , Negotiate BBBB\", Negotiate AQID"),
                List.of("Negotiate", "Kerberos", "Negotiate AQID"))) {
            assertThat(NegotiateChallenge.token(values)).as(values.toString()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void what_is_no_token_or_more_than_one_proves_nothing() {
        for (var values : List.of(
                List.<String>of(),
                List.of(""),
                List.of("Negotiate"),
                List.of("Negotiate "),
                List.of("NegotiateAQID"),
                List.of("Negotiate A==="),
                List.of("Negotiate AQ ID"),
                List.of("Negotiate AQID AQID"),
                List.of("Negotiate AQ-_"),
                List.of("Kerberos AQID"),
                List.of("Negotiate AQID", "Negotiate AQID"),
                List.of("Negotiate AQID, Negotiate AQID"),
                List.of("Basic realm=\"Negotiate AQID\""),
                List.of("Negotiate " + "A".repeat(100_000)))) {
            requireUnproven(values);
        }
    }

    private static void requireUnproven(List<String> values) {
        assertThatExceptionOfType(TransportException.class)
                .as(values.toString())
                .isThrownBy(() -> NegotiateChallenge.token(values))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
    }

    @Property(tries = 500)
    void whatever_strangers_say_is_a_token_or_proves_nothing(@ForAll List<String> values) {
        try {
            assertThat(NegotiateChallenge.token(values)).isNotEmpty();
        } catch (TransportException e) {
            assertThat(e.reason()).isEqualTo(Reason.REFUSED);
        }
    }
}
