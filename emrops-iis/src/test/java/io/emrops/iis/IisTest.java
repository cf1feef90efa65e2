package io.emrops.iis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.iis.Doors.Way;
import io.emrops.testkit.windows.AnswerFault;
import io.emrops.testkit.windows.simulated.SimulatedIis;
import io.emrops.windows.PowerShellHost;
import io.emrops.windows.ScriptFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("long")
final class IisTest {
    private static final String THUMBPRINT = "0123456789ABCDEF0123456789ABCDEF01234567";
    private static final String OTHER_THUMBPRINT = "89ABCDEF0123456789ABCDEF0123456789ABCDEF";
    private static final String FOLDER = "D:\\sites\\v1";
    private static final SiteProbe HEALTH =
            new SiteProbe("localhost", 3001, false, "/api/health", Duration.ofSeconds(5));
    private static final Secret PASSWORD = Secret.of("canary-4711".toCharArray());

    @TempDir
    Path directory;

    private Doors doors;
    private SimulatedIis simulated;
    private PowerShellHost host;
    private Iis iis;

    @BeforeEach
    void open() throws Exception {
        doors = new Doors(directory);
        simulated = doors.windows.iis();
        doors.windows.files().createDirectory(FOLDER);
        host = doors.open(Way.LOCAL);
        iis = Iis.on(host);
    }

    @AfterEach
    void close() {
        host.close();
        doors.close();
    }

    private static SiteSettings settings(String folder, IisBinding... bindings) {
        return new SiteSettings(
                "Scheduler",
                "SchedulerPool",
                folder,
                bindings.length == 0 ? List.of(IisBinding.http(3001)) : List.of(bindings),
                PoolSettings.unmanaged(),
                Map.of("NODE_ENV", "production"),
                Set.of());
    }

    @ParameterizedTest
    @EnumSource
    void a_site_is_made_found_probed_and_removed(Way way) throws Exception {
        try (var other = doors.open(way)) {
            var remote = Iis.on(other);

            var changes = remote.apply(settings(FOLDER), Map.of());

            assertThat(changes).extracting(AttributeChange::line).contains("site Scheduler itself: absent → present");
            var site = remote.site("SCHEDULER").orElseThrow();
            assertThat(site)
                    .isEqualTo(new SiteState(
                            "Scheduler",
                            1,
                            RunningState.STARTED,
                            true,
                            "SchedulerPool",
                            FOLDER,
                            List.of(IisBinding.http(3001))));
            var pool = remote.pool("schedulerpool", Set.of("node_env")).orElseThrow();
            assertThat(pool.settings()).isEqualTo(PoolSettings.unmanaged());
            assertThat(pool.environment()).isEqualTo(Map.of("NODE_ENV", "production"));
            assertThat(remote.probe(HEALTH)).hasValue(200);
            assertThat(remote.workerProcesses("SchedulerPool")).hasSize(1);
            remote.removeSite("Scheduler", true);
            assertThat(remote.sites()).isEmpty();
            assertThat(remote.pools()).isEmpty();
            assertThat(remote.target().kind()).isEqualTo("iis");
        }
        assertThat(simulated.commits()).isEqualTo(2);
    }

    @Test
    void a_second_apply_writes_nothing() throws Exception {
        iis.apply(settings(FOLDER), Map.of());

        assertThat(iis.preview(settings(FOLDER))).isEmpty();
        assertThat(iis.apply(settings(FOLDER), Map.of())).isEmpty();

        assertThat(simulated.commits()).isEqualTo(1);
    }

    @Test
    void a_preview_tells_what_apply_does_and_needs_no_directory_yet() throws Exception {
        iis.apply(settings(FOLDER), Map.of());
        var next = settings("D:\\sites\\v2", IisBinding.http(3001), IisBinding.http("scheduler.example", 80));

        var foretold = iis.preview(next);

        assertThat(foretold)
                .extracting(AttributeChange::line)
                .containsExactly(
                        "site Scheduler physicalPath: D:\\sites\\v1 → D:\\sites\\v2",
                        "site Scheduler binding *:80:scheduler.example: absent → http");
        assertThat(simulated.commits()).isEqualTo(1);
        doors.windows.files().createDirectory("D:\\sites\\v2");
        assertThat(iis.apply(next, Map.of())).isEqualTo(foretold);
    }

    @Test
    void a_path_that_is_not_there_changes_nothing() throws Exception {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> iis.apply(settings("D:\\nowhere"), Map.of()))
                .withMessageContaining("there is no directory D:\\nowhere; nothing was changed");
        assertThat(simulated.commits()).isZero();
    }

    @Test
    void who_is_no_administrator_is_told_so_before_anything_else() throws Exception {
        doors.windows.administrator(false);
        simulated.installed(false);

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> iis.apply(settings("D:\\nowhere"), Map.of()))
                .withMessageContaining("no administrator");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> iis.sites())
                .withMessageContaining("no administrator");
    }

    @Test
    void a_host_without_iis_says_so() {
        simulated.installed(false);

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> iis.pools())
                .withMessageContaining("IIS is not installed");
    }

    @Test
    void a_binding_of_another_site_is_refused() throws Exception {
        iis.apply(settings(FOLDER), Map.of());
        var other = new SiteSettings(
                "Other",
                "Other",
                FOLDER,
                List.of(IisBinding.http(3001)),
                PoolSettings.dotNetFramework(),
                Map.of(),
                Set.of());

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> iis.apply(other, Map.of()))
                .withMessageContaining("another site holds the binding *:3001:");
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> iis.preview(other));
        assertThat(iis.pool("Other", Set.of())).isEmpty();
    }

    @Test
    void a_certificate_is_needed_and_exchanged_in_its_binding() throws Exception {
        var first = settings(FOLDER, IisBinding.https("scheduler.example", 443, THUMBPRINT));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> iis.apply(first, Map.of()))
                .withMessageContaining("certificate " + THUMBPRINT + " is not in the store");
        simulated.certificate(THUMBPRINT, "My");
        simulated.certificate(OTHER_THUMBPRINT, "My");
        iis.apply(first, Map.of());

        var changes =
                iis.apply(settings(FOLDER, IisBinding.https("scheduler.example", 443, OTHER_THUMBPRINT)), Map.of());

        assertThat(changes)
                .extracting(AttributeChange::line)
                .containsExactly("site Scheduler binding *:443:scheduler.example: https, certificate " + THUMBPRINT
                        + " of My, SNI → https, certificate " + OTHER_THUMBPRINT + " of My, SNI");
        assertThat(iis.site("Scheduler").orElseThrow().bindings().get(0).thumbprint())
                .hasValue(OTHER_THUMBPRINT);
    }

    @Test
    void secrets_are_set_and_compared_on_the_host_and_never_shown() throws Exception {
        var settings = new SiteSettings(
                "Scheduler",
                "SchedulerPool",
                FOLDER,
                List.of(IisBinding.http(3001)),
                PoolSettings.unmanaged(),
                Map.of(),
                Set.of("DB_PASSWORD", "SESSION_KEY"));
        var secrets = Map.of("DB_PASSWORD", PASSWORD, "SESSION_KEY", Secret.of("äöü€ zwölf".toCharArray()));

        var changes = iis.apply(settings, secrets);

        assertThat(changes)
                .contains(new AttributeChange("pool SchedulerPool", "variable DB_PASSWORD", "absent", "(secret)"));
        assertThat(simulated.pool("SchedulerPool").orElseThrow().environment())
                .isEqualTo(Map.of("DB_PASSWORD", "canary-4711", "SESSION_KEY", "äöü€ zwölf"));
        assertThat(iis.preview(settings)).isEmpty();
        assertThat(iis.apply(settings, secrets)).isEmpty();
        var another = Map.of("DB_PASSWORD", Secret.of("canary-4712".toCharArray()), "SESSION_KEY", PASSWORD);
        assertThat(iis.preview(settings, another))
                .hasSize(2)
                .allSatisfy(change -> assertThat(change.toString()).contains("from=(secret), to=(secret)"));
        assertThat(iis.pool("SchedulerPool", Set.of()).orElseThrow().otherEnvironment())
                .containsExactlyInAnyOrder("DB_PASSWORD", "SESSION_KEY");
        assertThat(doors.scripted.commands().toString()).doesNotContain("canary", "Y2FuYXJ5");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> iis.apply(settings, Map.of("DB_PASSWORD", PASSWORD)));
    }

    @Test
    void variables_that_are_not_named_stay() throws Exception {
        iis.apply(settings(FOLDER), Map.of());
        var next = new SiteSettings(
                "Scheduler",
                "SchedulerPool",
                FOLDER,
                List.of(IisBinding.http(3001)),
                PoolSettings.unmanaged(),
                Map.of("PORT", "3001"),
                Set.of());

        assertThat(iis.apply(next, Map.of()))
                .containsExactly(new AttributeChange("pool SchedulerPool", "variable PORT", "absent", "3001"));

        assertThat(simulated.pool("SchedulerPool").orElseThrow().environment())
                .isEqualTo(Map.of("NODE_ENV", "production", "PORT", "3001"));
    }

    @Test
    void a_stopped_pool_stays_stopped_over_a_reboot_and_a_started_one_comes_back() throws Exception {
        iis.apply(settings(FOLDER), Map.of());
        iis.stopPool("SchedulerPool");
        iis.stopPool("SchedulerPool");
        assertThat(iis.probe(HEALTH)).hasValue(503);

        simulated.reboot();

        var stopped = iis.pool("SchedulerPool", Set.of()).orElseThrow();
        assertThat(stopped.state()).isEqualTo(RunningState.STOPPED);
        assertThat(stopped.autoStart()).isFalse();
        assertThat(iis.workerProcesses("SchedulerPool")).isEmpty();
        iis.startPool("SchedulerPool");
        simulated.reboot();
        assertThat(iis.probe(HEALTH)).hasValue(200);
        assertThat(simulated.commits()).isEqualTo(3);
    }

    @Test
    void a_stopped_site_answers_nobody() throws Exception {
        iis.apply(settings(FOLDER), Map.of());

        iis.stopSite("Scheduler");

        assertThat(iis.probe(HEALTH)).isEmpty();
        assertThat(iis.site("Scheduler").orElseThrow().autoStart()).isFalse();
        iis.startSite("Scheduler");
        assertThat(iis.probe(HEALTH)).hasValue(200);
    }

    @Test
    void a_recycle_brings_other_processes_and_starts_a_stopped_pool() throws Exception {
        iis.apply(settings(FOLDER), Map.of());
        var before = iis.workerProcesses("SchedulerPool").get(0).pid();

        iis.recyclePool("SchedulerPool");

        assertThat(iis.workerProcesses("SchedulerPool").get(0).pid()).isNotEqualTo(before);
        iis.stopPool("SchedulerPool");
        iis.recyclePool("SchedulerPool");
        assertThat(iis.pool("SchedulerPool", Set.of()).orElseThrow().state()).isEqualTo(RunningState.STARTED);
    }

    @Test
    void processes_that_are_ended_are_not_there_any_more() throws Exception {
        iis.apply(settings(FOLDER), Map.of());
        var before = iis.workerProcesses("SchedulerPool");

        iis.endWorkerProcesses("SchedulerPool");

        assertThat(iis.workerProcesses("SchedulerPool")).doesNotContainAnyElementsOf(before);
    }

    @Test
    void a_pool_that_does_not_start_is_a_failed_step() throws Exception {
        iis.apply(settings(FOLDER), Map.of());
        iis.stopPool("SchedulerPool");
        simulated.failStart("SchedulerPool");

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> iis.startPool("SchedulerPool"))
                .withMessageContaining("told to start and is stopped");
    }

    @Test
    void a_version_that_crashes_takes_its_pool_down_and_a_broken_one_answers_500() throws Exception {
        doors.windows.files().createDirectory("D:\\sites\\bad");
        doors.windows.files().createDirectory("D:\\sites\\broken");
        doors.windows.files().write("D:\\sites\\broken\\broken.txt", new byte[0]);
        simulated.crashes("D:\\sites\\bad");
        iis.apply(settings("D:\\sites\\broken"), Map.of());
        assertThat(iis.probe(HEALTH)).hasValue(500);

        iis.apply(settings("D:\\sites\\bad"), Map.of());

        assertThat(iis.probe(HEALTH)).hasValue(503);
        assertThat(iis.pool("SchedulerPool", Set.of()).orElseThrow().state()).isEqualTo(RunningState.STOPPED);
        simulated.onProbe(request -> OptionalInt.of(418));
        assertThat(iis.probe(HEALTH)).hasValue(418);
    }

    @Test
    void a_commit_that_is_refused_leaves_all_as_it_was() throws Exception {
        iis.apply(settings(FOLDER), Map.of());
        var before = List.of(simulated.sites(), simulated.pools());
        doors.windows.files().createDirectory("D:\\sites\\v2");
        simulated.refuseCommits(true);

        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> iis.apply(settings("D:\\sites\\v2", IisBinding.http(3002)), Map.of()))
                .satisfies(e -> assertThat(e.error().hresult()).isEqualTo(0x80070005));

        assertThat(List.of(simulated.sites(), simulated.pools())).isEqualTo(before);
    }

    @Test
    void a_lost_answer_is_in_doubt_for_a_change_and_not_for_a_preview() throws Exception {
        doors.scripted.faults().onNextCommand(AnswerFault.dropAfter(5));
        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> iis.apply(settings(FOLDER), Map.of()));
        doors.scripted.faults().onNextCommand(AnswerFault.dropAfter(5));
        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> iis.preview(settings(FOLDER)));
        assertThat(iis.apply(settings(FOLDER), Map.of())).isEmpty();
    }

    @Test
    void what_is_not_there_is_refused_but_for_a_removal() throws Exception {
        iis.removeSite("Nobody", true);
        assertThat(simulated.commits()).isZero();
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> iis.stopSite("Nobody"))
                .withMessageContaining("there is no site Nobody");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> iis.recyclePool("Nobody"))
                .withMessageContaining("there is no application pool Nobody");
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> iis.workerProcesses("Nobody"));
    }

    @Test
    void a_pool_that_others_use_stays_when_its_site_goes() throws Exception {
        iis.apply(settings(FOLDER), Map.of());
        iis.apply(
                new SiteSettings(
                        "Admin",
                        "SchedulerPool",
                        FOLDER,
                        List.of(IisBinding.http(3002)),
                        PoolSettings.unmanaged(),
                        Map.of(),
                        Set.of()),
                Map.of());

        iis.removeSite("Admin", true);
        assertThat(iis.pools()).hasSize(1);
        iis.removeSite("Scheduler", true);
        assertThat(iis.pools()).isEmpty();
    }
}
