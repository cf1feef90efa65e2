package io.emrops.vantage;

import io.emrops.network.Endpoint;
import io.emrops.reachability.ReachabilityProvider;
import io.emrops.testkit.ReachabilityContract;
import io.emrops.testkit.tls.TestCertificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VantagePointContractTest extends ReachabilityContract {
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 11\r\nX-Site: A\r\nContent-Type: text/plain\r\n\r\nall is well";

    private final Authority authority = new Authority();
    private final Servers servers = new Servers();
    private Endpoint silent;
    private Endpoint closed;
    private Endpoint service;
    private Endpoint selfSigned;
    private Endpoint plain;

    @BeforeEach
    void listen() throws Exception {
        silent = servers.plain(Servers::silence);
        closed = Servers.closed();
        service = servers.secure(authority.issue(30, serviceName()), servers.answering(ANSWER));
        var alone = TestCertificate.create(
                List.of(serviceName()),
                authority.now.minus(Duration.ofDays(1)),
                authority.now.plus(Duration.ofDays(1)));
        selfSigned = servers.secure(alone, servers.answering(ANSWER));
        plain = servers.plain(connection -> {
            if (Servers.readHead(connection.getInputStream()).equals("TLS")) {
                connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes("US-ASCII"));
            } else {
                connection.getOutputStream().write(ANSWER.getBytes("US-ASCII"));
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        servers.close();
    }

    @Override
    protected ReachabilityProvider provider() {
        return authority.trusted().build();
    }

    @Override
    protected ReachabilityProvider impatient() {
        return authority.impatient();
    }

    @Override
    protected Endpoint silent() {
        return silent;
    }

    @Override
    protected Endpoint closed() {
        return closed;
    }

    @Override
    protected Endpoint unknown() {
        return new Endpoint("nowhere.invalid", 443);
    }

    @Override
    protected Endpoint service() {
        return service;
    }

    @Override
    protected String serviceName() {
        return Authority.NAME;
    }

    @Override
    protected Endpoint selfSigned() {
        return selfSigned;
    }

    @Override
    protected Endpoint plain() {
        return plain;
    }

    @Override
    protected int requests(Endpoint server) {
        return servers.requests(server);
    }
}
