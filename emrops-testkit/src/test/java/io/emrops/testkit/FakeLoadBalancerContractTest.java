package io.emrops.testkit;

import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancer;
import java.util.HashMap;
import java.util.Map;

class FakeLoadBalancerContractTest extends LoadBalancerContract {
    private final Map<Endpoint, Long> sessions = new HashMap<>();
    private FakeLoadBalancer fake;

    @Override
    protected LoadBalancer balancer() {
        fake = inMemory();
        return fake;
    }

    FakeLoadBalancer inMemory() {
        return FakeLoadBalancer.of("edge").pool("other", 1).pool(pool(), 3);
    }

    FakeLoadBalancer fake() {
        return fake;
    }

    @Override
    protected String pool() {
        return "emrnext-api";
    }

    @Override
    protected Endpoint server(int number) {
        return new Endpoint("127.0.0.1", 8000 + number);
    }

    @Override
    protected void turnUnwell(Endpoint server) {
        fake.unwell(server);
    }

    @Override
    protected void turnWell(Endpoint server) {
        fake.well(server);
    }

    @Override
    protected void openSession(Endpoint server) {
        fake.sessions(pool(), server, sessions.merge(server, 1L, Long::sum));
    }

    @Override
    protected void endSessions() {
        sessions.keySet().forEach(server -> fake.sessions(pool(), server, 0));
        sessions.clear();
    }

    @Override
    protected void maintain(Endpoint server) {
        fake.maintain(pool(), server);
    }
}
