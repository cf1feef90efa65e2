package io.emrops.examples.guide;

import static io.emrops.DataSize.gib;
import static io.emrops.DataSize.mib;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.deploy.ImagePolicy;
import io.emrops.deploy.Patcher;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.RestartRequest;
import io.emrops.deploy.SecuritySettings;
import io.emrops.deploy.Service;
import io.emrops.deploy.SettingFinding.Severity;
import io.emrops.docker.ComposeDeployer;
import io.emrops.docker.DockerCertificates;
import io.emrops.docker.DockerEngine;
import io.emrops.haproxy.HaProxy;
import io.emrops.logs.LogCollector;
import io.emrops.logs.LogRequest;
import io.emrops.metrics.MetricsProvider;
import io.emrops.metrics.Thresholds;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancer;
import io.emrops.network.LoadBalancers;
import io.emrops.runbooks.DeploymentRunbook;
import io.emrops.runbooks.HorizontalScalingRunbook;
import io.emrops.runbooks.PerformanceInvestigationRunbook;
import io.emrops.runbooks.SecurityPatchRunbook;
import io.emrops.runbooks.ServiceRestartRunbook;
import io.emrops.runbooks.VerticalScalingRunbook;
import io.emrops.scaling.Resources;
import io.emrops.scaling.Scaler;
import io.emrops.testkit.FakeDeployer;
import io.emrops.testkit.FakeLoadBalancer;
import io.emrops.testkit.FakeLogs;
import io.emrops.testkit.FakeMetrics;
import io.emrops.testkit.FakeScaler;
import io.emrops.testkit.FakeSecuritySettings;
import io.emrops.testkit.ManualTime;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DockerTest {
    private static final RunRequest REQUEST = RunRequest.by("m.meier");

    private final FakeDeployer emrnext = FakeDeployer.of("emrnext", "api", "web", "cache")
            .replicas("api", 3)
            .version("1.0.0")
            .version("2.0.0")
            .alreadyRunning("1.0.0");
    private final FakeScaler scaler = FakeScaler.of(emrnext);
    private final FakeMetrics metrics = FakeMetrics.of("emrnext", "api", "web", "cache");
    private final FakeLoadBalancer edge = FakeLoadBalancer.of("edge").pool("emrnext-api", 6);

    @TempDir
    Path directory;

    private static Report run(Runbook book, RunRequest request) throws InterruptedException {
        try (var engine = Emrops.inMemory().build()) {
            return engine.start(book, request).await();
        }
    }

    // tag::behind[]
    ComposeDeployer behind(LoadBalancer edge) {
        return ComposeDeployer.project("emrnext")
                .file(Path.of("/opt/emrnext/docker-compose.yml"))
                .versionVariable("EMR_VERSION")
                .behind("api", 8080, edge, "emrnext-api") // the container's port, the balancer's pool
                .behind("web", 8080, edge, "emrnext-web")
                .drainWithin(ofSeconds(30))
                .build();
    }
    // end::behind[]

    // tag::haproxy[]
    HaProxy edge() {
        return HaProxy.at(Path.of("/run/haproxy/admin.sock"))
                .stateFile(Path.of("/var/lib/haproxy/state")) // HAProxy's own server-state-file
                .masterSocket(Path.of("/run/haproxy/master.sock")) // for reload()
                .build();
    }
    // end::haproxy[]

    // tag::tls[]
    DockerEngine remote() {
        return DockerEngine.at(
                "tcp://docker01.hospital.example:2376", DockerCertificates.in(Path.of("/etc/emrops/docker01")));
    }
    // end::tls[]

    @Test
    void what_is_only_configured_asks_nobody() {
        try (var engine = remote();
                var deployer = behind(edge())) {
            assertThat(engine.host()).startsWith("tcp://docker01");
            assertThat(deployer.scaler()).isNotNull();
        }
    }

    // tag::rolling[]
    Runbook rolling(Deployer emrnext) {
        return DeploymentRunbook.of("emrnext-deploy", "Deploy EMRNext", emrnext)
                .rolling()
                .build();
    }
    // end::rolling[]

    // tag::scale[]
    Runbook scale(Deployer emrnext, Scaler scaler, MetricsProvider metrics) {
        return HorizontalScalingRunbook.of("emrnext-scale", "Scale the API", emrnext, scaler, "api")
                .atMost(6)
                .watch(metrics, Thresholds.none().cpuBelow(0.7).noRestarts(), ofSeconds(5))
                .build();
    }
    // end::scale[]

    // tag::resize[]
    Runbook resize(Deployer emrnext, Scaler scaler, MetricsProvider metrics) {
        var limits = Resources.unlimited().cpus("1.5").memory(mib(512));
        return VerticalScalingRunbook.of("emrnext-memory", "More memory for the API", emrnext, scaler, "api", limits)
                .watch(metrics, Thresholds.none().memoryBelow(mib(400)).noOomKills(), ofSeconds(5))
                .build();
    }
    // end::resize[]

    // tag::patches[]
    Runbook patches(Patcher patcher, SecuritySettings security) {
        return SecurityPatchRunbook.of("emrnext-patches", "Patch EMRNext", patcher)
                .settings(Deployments.securitySettings(security)
                        .accepting("privileged", "cache", "CHG-12: until the new cache is there")
                        .atLeast(Severity.MEDIUM))
                .prune(ImagePolicy.keep(3, ofDays(30)))
                .build();
    }
    // end::patches[]

    // tag::restart[]
    Runbook restart(Deployer emrnext) {
        return ServiceRestartRunbook.of("emrnext-restart", "Restart the API", emrnext, "api")
                .build();
    }
    // end::restart[]

    // tag::slow[]
    Runbook slow(Deployer emrnext, MetricsProvider metrics, Path reports) {
        var limits = Thresholds.none().cpuBelow(0.7).memoryBelow(gib(2)).healthy();
        return PerformanceInvestigationRunbook.of("emrnext-slow", "Why EMRNext is slow", emrnext, metrics)
                .measure(ofSeconds(10), limits, reports)
                .build();
    }
    // end::slow[]

    @Test
    void the_runbooks_of_the_page_do_what_it_says() throws Exception {
        var security = FakeSecuritySettings.of("emrnext").finding("cache", "privileged", Severity.HIGH, "may do all");
        emrnext.patcher().push("web");
        try (var time = ManualTime.at("2026-11-22T10:00:00Z")) {
            metrics.clock(time::wallClock);

            for (var report : List.of(
                    run(rolling(emrnext), REQUEST.with("version", "2.0.0")),
                    run(scale(emrnext, scaler, metrics), REQUEST.with("replicas", 5)),
                    run(resize(emrnext, scaler, metrics), REQUEST),
                    run(restart(emrnext), REQUEST),
                    run(slow(emrnext, metrics, directory), REQUEST))) {
                assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
            }
        }

        assertThat(emrnext.running().service("api").map(Service::replicas)).contains(5);
        assertThat(scaler.limits("api")).hasToString("1.5 processors, 512 MiB");
        assertThat(directory).isNotEmptyDirectory();
        emrnext.patcher().push("web");
        var patched = run(patches(emrnext.patcher(), security), REQUEST);
        assertThat(patched.succeeded()).as(patched.toMarkdown()).isTrue();
    }

    @Test
    void by_itself() throws Exception {
        Deployer compose = emrnext;
        // tag::by-itself[]
        compose.rollOut(new ReleaseRequest("2.0.0", "CHG-4711").rolling(), Progress.none());
        compose.restart(RestartRequest.rolling("api").grace(ofSeconds(20)), Progress.none());
        scaler.scale("api", 5, Progress.none());
        scaler.previewResize("api", Resources.unlimited().memory(mib(512))); // a line for each change
        // end::by-itself[]

        assertThat(emrnext.isWell()).isTrue();
    }

    @Test
    void what_services_use() throws Exception {
        MetricsProvider metrics = this.metrics;
        // tag::metrics[]
        var now = metrics.sample(); // all instances at once
        now.services(); // each: how many run, processors, memory, network, disk

        try (var watch = metrics.watch()) { // streams stay open
            watch.latest(); // from memory
        }
        // end::metrics[]

        assertThat(now.services()).hasSize(3);
    }

    @Test
    void logs_of_a_day() throws Exception {
        var time = Instant.parse("2026-11-22T10:00:00Z");
        LogCollector logs = FakeLogs.of("emrnext", "api", "web")
                .clock(() -> time)
                .write("api", time.minus(ofHours(2)), "ERROR down");
        // tag::logs[]
        var request = LogRequest.last(ofHours(24)).mergedInto(directory).build();
        var collected = logs.collect(request, Progress.none());
        collected.files(); // with lines, bytes, SHA-256
        collected.gaps(); // what is not in them, and why
        // end::logs[]

        assertThat(collected.files()).isNotEmpty();
        assertThat(collected.gaps()).isEmpty();
    }

    @Test
    void servers_of_a_pool() throws Exception {
        LoadBalancer edge = this.edge;
        // tag::pool[]
        var web03 = List.of(new Endpoint("10.0.7.13", 8080));
        edge.register("emrnext-api", web03, ofMinutes(1)); // comes back when it is given sessions
        edge.servers("emrnext-api"); // slot, endpoint, READY, UP, weight, sessions
        var open = edge.drain("emrnext-api", web03, ofSeconds(30), Progress.none()); // 0, or how many are left
        edge.deregister("emrnext-api", web03);
        // end::pool[]

        assertThat(open).isZero();
        assertThat(edge.servers("emrnext-api")).isEmpty();
    }

    @Test
    void servers_as_steps() throws Exception {
        LoadBalancer edge = this.edge;
        var book = Runbook.define("add", "One web server more", rb -> {
            // tag::pool-steps[]
            var web03 = new Endpoint("10.0.7.13", 8080);
            rb.step("register", "Give web03 work", LoadBalancers.register(edge, "emrnext-api", web03, ofMinutes(1)));
            rb.verify("serves", "It serves", LoadBalancers.atLeast(edge, "emrnext-api", 1));
            // end::pool-steps[]
        });

        assertThat(run(book, REQUEST).succeeded()).isTrue();
    }
}
