package io.emrops.testkit;

import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.KeyFacts;
import io.emrops.network.Endpoint;
import io.emrops.reachability.Obstacle;
import io.emrops.reachability.ReachabilityProvider;
import io.emrops.reachability.TlsFacts.Trust;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class FakeReachabilityContractTest extends ReachabilityContract {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    final FakeReachability fake = FakeReachability.of("operator")
            .clock(() -> NOW)
            .open(silent())
            .obstructed(unknown(), new Obstacle.NameNotResolved())
            .certificate(service(), 30, serviceName())
            .answers(service(), 200, Map.of("X-Site", "A"), "all is well")
            .certificate(
                    selfSigned(),
                    Trust.SELF_SIGNED,
                    new CertificateFacts(
                            "CN=x",
                            "CN=x",
                            List.of(serviceName()),
                            "2",
                            NOW.minusSeconds(60),
                            NOW.plusSeconds(60),
                            "a".repeat(64),
                            new KeyFacts("EC", 256),
                            "SHA256withECDSA"))
            .answers(selfSigned(), 200, Map.of(), "")
            .answers(plain(), 200, Map.of("X-Site", "A"), "all is well");

    @Override
    protected ReachabilityProvider provider() {
        return fake;
    }

    @Override
    protected ReachabilityProvider impatient() {
        return provider();
    }

    @Override
    protected Endpoint silent() {
        return new Endpoint("10.0.1.1", 22);
    }

    @Override
    protected Endpoint closed() {
        return new Endpoint("10.0.1.1", 23);
    }

    @Override
    protected Endpoint unknown() {
        return new Endpoint("nowhere.invalid", 443);
    }

    @Override
    protected Endpoint service() {
        return new Endpoint("10.0.1.1", 443);
    }

    @Override
    protected String serviceName() {
        return "emr.example";
    }

    @Override
    protected Endpoint selfSigned() {
        return new Endpoint("10.0.1.2", 443);
    }

    @Override
    protected Endpoint plain() {
        return new Endpoint("10.0.1.1", 80);
    }

    @Override
    protected int requests(Endpoint server) {
        return fake.requests(server);
    }
}
