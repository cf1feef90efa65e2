package io.emrops.iis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Progress;
import io.emrops.RunRequest;
import io.emrops.Secret;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.core.Emrops;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.Rollout;
import io.emrops.runbooks.DeploymentRunbook;
import io.emrops.windows.ScriptFailedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
final class IisDeployerTest {
    @TempDir
    Path directory;

    private IisLab lab;

    @BeforeEach
    void start() throws Exception {
        lab = new IisLab(directory).version("1.0.0").version("2.0.0").brokenVersion("2.1.0");
    }

    @AfterEach
    void stop() {
        lab.scripted.requireAllScripted();
        lab.close();
    }

    private static Release rollOut(IisDeployer deployer, String version) throws InterruptedException {
        return deployer.rollOut(new ReleaseRequest(version, "key-" + version), Progress.none());
    }

    private String path() {
        return lab.windows.iis().site(IisLab.SITE).orElseThrow().physicalPath();
    }

    private int commits() {
        return lab.windows.iis().commits();
    }

    @Test
    void a_version_is_switched_to_by_one_commit() throws Exception {
        var deployer = lab.deployer();
        rollOut(deployer, "1.0.0");
        var before = commits();

        var release = rollOut(deployer, "2.0.0");

        assertThat(commits() - before).isEqualTo(1);
        assertThat(path()).isEqualTo(release.services().get(0).image()).startsWith(IisLab.ROOT + "\\releases\\2.0.0-");
    }

    @Test
    void a_second_roll_out_of_what_runs_changes_nothing() throws Exception {
        var deployer = lab.deployer();
        rollOut(deployer, "1.0.0");
        var commits = commits();
        var files = lab.windows.files().below(IisLab.ROOT, true);

        assertThat(deployer.preview(ReleaseRequest.preview("1.0.0"))).isEmpty();
        rollOut(deployer, "1.0.0");

        assertThat(commits()).isEqualTo(commits);
        assertThat(lab.windows.files().below(IisLab.ROOT, true)).isEqualTo(files);
    }

    @Test
    void a_preview_says_what_is_sent_and_each_attribute_that_differs() throws Exception {
        rollOut(lab.deployer(), "1.0.0");
        var other = lab.builder()
                .environment("REGION", "EU")
                .binding(IisBinding.http("scheduler.hospital.example", 80))
                .build();

        var lines = other.preview(ReleaseRequest.preview("2.0.0"));

        assertThat(lines).allMatch(line -> line.startsWith("service HospitalScheduler: "));
        assertThat(String.join("\n", lines))
                .contains("2 files are sent to " + IisLab.ROOT + "\\releases\\2.0.0-")
                .contains("physicalPath")
                .contains("REGION")
                .contains("*:80:scheduler.hospital.example")
                .doesNotContain("canary");
    }

    @Test
    void a_preview_of_a_version_that_the_run_makes_says_so_and_what_else_differs() throws Exception {
        rollOut(lab.deployer(), "1.0.0");
        var building = lab.building().environment("REGION", "EU").build();
        var commits = commits();

        var lines = String.join("\n", building.preview(ReleaseRequest.preview("3.0.0")));

        assertThat(lines)
                .contains("the package that the run makes is sent to " + IisLab.ROOT + "\\releases\\3.0.0-\u2026")
                .contains("physicalPath")
                .contains("REGION");
        assertThat(commits()).isEqualTo(commits);
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> rollOut(building, "3.0.0"))
                .withMessageContaining("no package of version 3.0.0");
        lab.version("3.0.0");
        assertThat(building.preview(ReleaseRequest.preview("3.0.0")).get(0)).contains("2 files are sent to");
    }

    @Test
    void a_rehearsal_before_the_build_tells_what_would_change() throws Exception {
        var deployer = lab.building().build();
        var book = DeploymentRunbook.of("deploy", "Deploy", deployer)
                .prepare("build", "Build the pages", new Build(lab, "3.0.0"))
                .build();
        try (var engine = Emrops.inMemory().build()) {
            var request = RunRequest.by("m.meier").with("version", "3.0.0");

            var plan = engine.plan(book, request);

            assertThat(plan.steps())
                    .filteredOn(step -> step.path().equals("deploy"))
                    .singleElement()
                    .satisfies(step -> assertThat(step.changes())
                            .anyMatch(line -> line.contains("the package that the run makes")));
            assertThat(plan.toMarkdown()).contains("nothing would be refused");
            assertThat(engine.start(plan).await().succeeded()).isTrue();
        }
    }

    /** What a build does. */
    private record Build(IisLab lab, String made) implements Operation<Done> {
        @Override
        public String describe() {
            return "Build version " + made;
        }

        @Override
        public Output<Done> output() {
            return Output.of(Done.class);
        }

        @Override
        public Target target() {
            return new Target("machine", "build01", "build01");
        }

        @Override
        public Preview<Done> preview(Inputs in) {
            return Preview.of(List.of("version " + made + " would be built"));
        }

        @Override
        public Done execute(StepContext run) throws Exception {
            lab.version(made);
            return Done.DONE;
        }

        @Override
        public Undoing<Done> undoing() {
            return Undoing.nothing("it is a build");
        }

        @Override
        public String kind() {
            return "test.build";
        }
    }

    @Test
    void the_settings_of_the_older_release_come_back_with_it() throws Exception {
        var before = rollOut(lab.deployer(), "1.0.0");
        var other = lab.builder()
                .environment("REGION", "EU")
                .binding(IisBinding.http("scheduler.hospital.example", 80))
                .build();
        rollOut(other, "2.0.0");

        var back = other.rollBack(before, Rollout.AT_ONCE, Progress.none());

        assertThat(back.services()).isEqualTo(before.services());
        assertThat(back.variables()).isEqualTo(before.variables());
        var pool = lab.windows.iis().pool(IisLab.SITE).orElseThrow();
        assertThat(pool.environment()).containsOnlyKeys("NODE_ENV", "SQL_SERVER", "DB_PASSWORD");
        assertThat(lab.windows.iis().site(IisLab.SITE).orElseThrow().bindings()).hasSize(1);
    }

    @Test
    void settings_that_are_refused_leave_the_release_as_it_is_known() throws Exception {
        var before = rollOut(lab.deployer(), "1.0.0");
        lab.windows.iis().refuseCommits(true);

        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(
                        () -> rollOut(lab.builder().environment("REGION", "EU").build(), "1.0.0"));

        lab.windows.iis().refuseCommits(false);
        assertThat(lab.deployer().current()).isEqualTo(before);
        assertThat(lab.deployer().find("key-1.0.0")).contains(before);
    }

    @Test
    void the_web_config_of_a_version_is_that_of_its_environment() throws Exception {
        rollOut(lab.deployer(), "1.0.0");

        var written = lab.windows.files().read(path() + "\\web.config").orElseThrow();

        assertThat(new String(written, StandardCharsets.UTF_8)).contains("value=\"production\"");
    }

    @Test
    void a_secret_is_in_the_pool_and_in_no_release() throws Exception {
        var release = rollOut(lab.deployer(), "1.0.0");

        assertThat(lab.windows.iis().pool(IisLab.SITE).orElseThrow().environment())
                .containsEntry("DB_PASSWORD", "canary-4711");
        assertThat(release.toString()).doesNotContain("canary");
        assertThat(lab.scripted.commands().toString()).doesNotContain("canary");
        assertThat(lab.windows.files().below(IisLab.ROOT, true))
                .allSatisfy(file -> assertThat(
                                new String(lab.windows.files().read(file).orElseThrow(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("canary"));
    }

    @Test
    void another_secret_is_a_change_that_shows_no_value() throws Exception {
        rollOut(lab.deployer(), "1.0.0");
        var other = IisDeployer.site(lab.host, IisLab.SITE)
                .root(IisLab.ROOT)
                .packages(PackageSource.in(directory.resolve("packages")))
                .binding(IisBinding.http(3001))
                .environment("NODE_ENV", "production")
                .environment("SQL_SERVER", ".\\SQLEXPRESS")
                .secretEnvironment("DB_PASSWORD", Secret.of("canary-4712".toCharArray()))
                .webConfig(WebConfig.unchanged().appSetting("Environment", "production"))
                .build();

        assertThat(other.preview(ReleaseRequest.preview("1.0.0")))
                .singleElement()
                .asString()
                .contains("DB_PASSWORD")
                .doesNotContain("canary");
    }

    @Test
    void who_is_no_administrator_is_told_before_anything_is_sent() {
        lab.windows.administrator(false);

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> rollOut(lab.deployer(), "1.0.0"))
                .withMessageContaining("administrator")
                .withMessageContaining("nothing was changed");
        assertThat(lab.windows.files().below("D:\\", false)).isEmpty();
    }

    @Test
    void a_root_of_which_another_site_has_a_folder_is_refused_before_anything_is_sent() throws Exception {
        rollOut(lab.deployer(), "1.0.0");
        var other = IisDeployer.site(lab.host, "Portal")
                .root(IisLab.ROOT.toLowerCase(java.util.Locale.ROOT))
                .packages(PackageSource.in(directory))
                .binding(IisBinding.http(8081))
                .build();
        var files = lab.windows.files().below(IisLab.ROOT, true);

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> other.preview(ReleaseRequest.preview("2.0.0")));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> other.pull(new ReleaseRequest("2.0.0", "key"), Progress.none()));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> rollOut(other, "2.0.0"))
                .withMessageContaining("Site " + IisLab.SITE + " runs a folder below")
                .withMessageContaining("nothing was changed");
        assertThat(lab.windows.files().below(IisLab.ROOT, true)).isEqualTo(files);
        assertThat(lab.windows.iis().site("Portal")).isEmpty();
    }

    @Test
    void a_port_that_another_site_has_is_refused_and_the_site_is_not_touched() throws Exception {
        rollOut(lab.deployer(), "1.0.0");
        var intruder = IisDeployer.site(lab.host, "Other")
                .root("D:\\apps\\Other")
                .packages(PackageSource.in(directory.resolve("packages")))
                .binding(IisBinding.http(3001))
                .build();

        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> rollOut(intruder, "1.0.0"));

        assertThat(lab.windows.iis().site("Other")).isEmpty();
        assertThat(intruder.current().isNothing()).isTrue();
    }

    @Test
    void the_oldest_versions_go_and_the_one_before_stays() throws Exception {
        for (var version : List.of("3.0.0", "4.0.0", "5.0.0")) {
            lab.version(version);
        }
        var deployer = lab.builder().keep(2).build();
        for (var version : List.of("1.0.0", "2.0.0", "3.0.0", "4.0.0", "5.0.0")) {
            rollOut(deployer, version);
        }

        assertThat(lab.windows.files().in(IisLab.ROOT + "\\releases"))
                .filteredOn(path -> lab.windows.files().isDirectory(path))
                .satisfiesExactlyInAnyOrder(
                        four -> assertThat(four).contains("4.0.0"),
                        five -> assertThat(five).contains("5.0.0"));
    }

    @Test
    void a_version_whose_folder_is_gone_is_sent_once_more_for_the_way_back() throws Exception {
        var deployer = lab.deployer();
        var before = rollOut(deployer, "1.0.0");
        rollOut(deployer, "2.0.0");
        lab.windows.files().delete(before.services().get(0).image());

        var back = deployer.rollBack(before, Progress.none());

        assertThat(back.runsTheSameAs(before)).isTrue();
    }

    @Test
    void a_version_that_is_gone_everywhere_is_refused_and_the_site_stays() throws Exception {
        var deployer = lab.deployer();
        var before = rollOut(deployer, "1.0.0");
        var now = rollOut(deployer, "2.0.0");
        lab.windows.files().delete(before.services().get(0).image());
        lab.version("1.0.0", "<h1>another</h1>");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> deployer.rollBack(before, Progress.none()))
                .withMessageContaining("nothing was changed");
        assertThat(deployer.current()).isEqualTo(now);
    }

    @Test
    void a_site_of_somebody_else_is_taken_over_and_given_back() throws Exception {
        var iis = Iis.on(lab.host);
        lab.windows.files().createDirectory("C:\\inetpub\\scheduler");
        iis.apply(
                new SiteSettings(
                        IisLab.SITE,
                        IisLab.SITE,
                        "C:\\inetpub\\scheduler",
                        List.of(IisBinding.http(3001)),
                        PoolSettings.dotNetFramework(),
                        java.util.Map.of("NODE_ENV", "test"),
                        java.util.Set.of()),
                java.util.Map.of());
        var deployer = lab.deployer();
        var before = deployer.current();

        rollOut(deployer, "1.0.0");
        var back = deployer.rollBack(before, Progress.none());

        assertThat(before.version()).isEmpty();
        assertThat(back.services()).isEqualTo(before.services());
        assertThat(back.variables()).isEqualTo(before.variables());
        assertThat(path()).isEqualTo("C:\\inetpub\\scheduler");
    }

    @Test
    void a_broken_version_that_was_tried_beside_leaves_nothing_but_its_folder() throws Exception {
        var deployer = lab.deployer();
        rollOut(deployer, "1.0.0");
        var commits = lab.windows.iis().sites();

        assertThatExceptionOfType(io.emrops.StepFailedException.class)
                .isThrownBy(() -> deployer.rollOut(new ReleaseRequest("2.1.0", "k").rolling(), Progress.none()))
                .withMessageContaining("was not touched");

        assertThat(lab.windows.iis().sites()).isEqualTo(commits);
        assertThat(lab.windows.iis().pools()).hasSize(lab.windows.iis().sites().size());
    }

    @Test
    void what_cannot_be_is_refused_by_the_builder() {
        assertThatIllegalStateException()
                .isThrownBy(() -> IisDeployer.site(lab.host, "x").build());
        assertThatIllegalArgumentException().isThrownBy(() -> IisDeployer.site(lab.host, "a\nb"));
        assertThatIllegalArgumentException().isThrownBy(() -> lab.builder().environment("node_env", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> lab.builder().keep(1));
        assertThatIllegalArgumentException().isThrownBy(() -> lab.builder().health("api"));
    }
}
