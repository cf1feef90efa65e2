package io.emrops.vantage;

import io.emrops.testkit.tls.TestCertificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A root, an authority between, and what that issues. */
final class Authority {
    /** The name of the service in all tests, which leads nowhere. */
    static final String NAME = "emr.example";

    private static final Duration DAY = Duration.ofDays(1);

    final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    final TestCertificate root =
            TestCertificate.create(List.of("Test Root"), now.minus(DAY), now.plus(DAY.multipliedBy(900)));
    final TestCertificate between =
            root.issue(List.of("Test Intermediate"), now.minus(DAY), now.plus(DAY.multipliedBy(400)));

    /** Valid from yesterday on. */
    TestCertificate issue(int days, String... names) {
        return between.issue(List.of(names), now.minus(DAY), now.plus(DAY.multipliedBy(days)));
    }

    TestCertificate issue(Duration from, Duration to, String... names) {
        return between.issue(List.of(names), now.plus(from), now.plus(to));
    }

    VantagePointBuilder trusted() {
        return VantagePoint.builder().trusting(root.certificate()).answerWithin(Duration.ofSeconds(20));
    }

    /** Gives up soon, for servers that never answer. */
    VantagePoint impatient() {
        return trusted().answerWithin(Duration.ofMillis(300)).build();
    }
}
