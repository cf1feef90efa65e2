package io.emrops.haproxy;

import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancer;
import io.emrops.testkit.LoadBalancerContract;
import io.emrops.testkit.RequiresEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine("haproxy")
@Timeout(120)
class HaProxyContractIT extends LoadBalancerContract {
    @TempDir
    Path directory;

    private final Map<Integer, TestServer> servers = new TreeMap<>();
    private final List<Thread> sessions = new ArrayList<>();
    private HaProxyProcess haproxy;

    @Override
    protected LoadBalancer balancer() throws Exception {
        haproxy = HaProxyProcess.in(directory);
        return haproxy.connect().build();
    }

    @AfterEach
    void stop() throws Exception {
        endSessions();
        haproxy.close();
        servers.values().forEach(TestServer::close);
    }

    @Override
    protected String pool() {
        return HaProxyProcess.POOL;
    }

    @Override
    protected Endpoint server(int number) throws Exception {
        if (!servers.containsKey(number)) {
            servers.put(number, new TestServer());
        }
        return servers.get(number).endpoint();
    }

    private TestServer at(Endpoint endpoint) {
        return servers.values().stream()
                .filter(server -> server.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow();
    }

    @Override
    protected void turnUnwell(Endpoint server) {
        at(server).turnUnwell();
    }

    @Override
    protected void turnWell(Endpoint server) {
        at(server).turnWell();
    }

    @Override
    protected void openSession(Endpoint server) throws Exception {
        var before = sessionsOf(server);
        var slot = slotOf(server);
        var session = new Thread(() -> {
            try {
                Load.get(haproxy.port(), "/hold", "X-Slot: " + slot + "\r\n");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        session.start();
        sessions.add(session);
        while (sessionsOf(server) == before) {
            Thread.sleep(5);
        }
    }

    private String slotOf(Endpoint server) {
        return haproxy.connect().build().servers(pool()).stream()
                .filter(s -> s.endpoint().equals(server))
                .findFirst()
                .orElseThrow()
                .name();
    }

    private long sessionsOf(Endpoint server) {
        return haproxy.connect().build().servers(pool()).stream()
                .filter(s -> s.endpoint().equals(server))
                .mapToLong(s -> s.sessions())
                .sum();
    }

    @Override
    protected void endSessions() throws Exception {
        servers.values().forEach(TestServer::letGo);
        for (var session : sessions) {
            session.join();
        }
        sessions.clear();
    }

    @Override
    protected void maintain(Endpoint server) {
        haproxy.say("set server " + pool() + "/" + slotOf(server) + " state maint");
    }
}
