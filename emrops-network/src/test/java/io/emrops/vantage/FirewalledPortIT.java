package io.emrops.vantage;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.network.Endpoint;
import io.emrops.reachability.Obstacle;
import io.emrops.reachability.Obstacle.NoRoute;
import io.emrops.reachability.Obstacle.Refused;
import io.emrops.reachability.Obstacle.TimedOut;
import io.emrops.reachability.Phase;
import io.emrops.reachability.Reply.Reached;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A port behind real firewall rules, on a loopback address of its own. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FirewalledPortIT {
    private static final String ADDRESS = "127.0.3.7";

    private final Servers servers = new Servers();
    private final VantagePoint patient =
            VantagePoint.builder().connectWithin(Duration.ofSeconds(20)).build();
    private final VantagePoint impatient =
            VantagePoint.builder().connectWithin(Duration.ofMillis(300)).build();

    @BeforeEach
    void mayChangeTheFirewall() throws Exception {
        Assumptions.assumeTrue(
                iptables("-S", "INPUT").isEmpty(), "The firewall may be changed by root alone, with iptables");
    }

    @AfterEach
    void close() throws Exception {
        servers.close();
    }

    /** Empty if it was done; else what was said. */
    private static Optional<String> iptables(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("iptables", "-w"));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.empty() : Optional.of(said);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String[] rule(String verb, Endpoint server, String... target) {
        var rule = new ArrayList<>(List.of(
                verb, "INPUT", "-d", server.host(), "-p", "tcp", "--dport", Integer.toString(server.port()), "-j"));
        rule.addAll(List.of(target));
        return rule.toArray(String[]::new);
    }

    private static Optional<Obstacle> behind(VantagePoint from, Endpoint server, String... target) throws Exception {
        assertThat(iptables(rule("-I", server, target))).isEmpty();
        try {
            return from.tcp(server).obstacle();
        } finally {
            assertThat(iptables(rule("-D", server, target))).isEmpty();
        }
    }

    @Test
    void a_rule_that_drops_is_told_from_one_that_rejects_and_from_a_closed_port() throws Exception {
        var server = servers.plain(ADDRESS, Servers::silence);

        assertThat(patient.tcp(server)).isInstanceOf(Reached.class);
        assertThat(behind(impatient, server, "DROP")).hasValue(new TimedOut(Phase.CONNECTION));
        assertThat(behind(patient, server, "REJECT", "--reject-with", "tcp-reset"))
                .hasValue(new Refused());
        assertThat(behind(patient, server, "REJECT", "--reject-with", "icmp-host-prohibited"))
                .hasValue(new NoRoute());
        assertThat(patient.tcp(server)).isInstanceOf(Reached.class);
    }
}
