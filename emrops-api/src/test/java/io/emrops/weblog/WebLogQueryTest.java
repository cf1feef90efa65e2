package io.emrops.weblog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebLogQueryTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void windows_lie_one_after_the_other_and_end_with_the_time() {
        var query = WebLogQuery.between(NOON, NOON.plusSeconds(100)).windows(Duration.ofSeconds(40));

        assertThat(query.count()).isEqualTo(3);
        assertThat(query.begin(0)).isEqualTo(NOON);
        assertThat(query.begin(2)).isEqualTo(NOON.plusSeconds(80));
        assertThat(query.begin(3)).isEqualTo(NOON.plusSeconds(100));
    }

    @Test
    void a_time_is_one_window_of_whole_seconds() {
        var query = WebLogQuery.between(NOON.plusMillis(400), NOON.plusMillis(2700));

        assertThat(query.count()).isEqualTo(1);
        assertThat(query.begin(0)).isEqualTo(NOON);
        assertThat(query.until()).isEqualTo(NOON.plusSeconds(2));
    }

    @Test
    void what_makes_no_windows_is_refused() {
        var day = WebLogQuery.between(NOON, NOON.plusSeconds(86_400));

        assertThatIllegalArgumentException().isThrownBy(() -> WebLogQuery.between(NOON, NOON.plusMillis(500)));
        assertThatIllegalArgumentException().isThrownBy(() -> day.windows(Duration.ofMillis(1500)));
        assertThatIllegalArgumentException().isThrownBy(() -> day.windows(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> day.windows(Duration.ofSeconds(57)));
        assertThat(day.windows(Duration.ofSeconds(58)).count()).isEqualTo(1490);
        assertThatIllegalArgumentException().isThrownBy(() -> day.top(101));
    }

    @Test
    void a_window_that_is_longer_than_all_of_it_is_all_of_it() {
        var day = WebLogQuery.between(NOON, NOON.plusSeconds(86_400)).windows(Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(day.count()).isEqualTo(1);
        assertThat(day.begin(1)).isEqualTo(NOON.plusSeconds(86_400));
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/api/v1/patients, /api/v1/patients",
        "/api/v2/patients/17/notes/, /api/v2/patients/{id}/notes/",
        "/a/9f1c2b7e-1d7f-4c0a-8d53-2f5b8e6a7c11, /a/{id}",
        "/mail/mary@home.example, /mail/{id}",
        "/m%C3%BCller, /{id}",
        "/müller/x, /{id}/x",
        "/a b, /{id}",
        "/x;jsessionid=abc, /{id}",
        "//, //",
        "*, *"
    })
    void segments_that_may_name_somebody_are_hidden(String path, String told) {
        assertThat(PathRule.identifiersHidden().apply(path)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"0.001, 0.1 %", "0.0015, 0.15 %", "0, 0 %", "1, 100 %", "0.1, 10 %", "0.00049, 0.049 %"})
    void shares_are_told_as_finely_as_thresholds_are(double share, String told) {
        assertThat(WebLogThresholds.share(share)).isEqualTo(told);
    }
}
