package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.deploy.Deployments;
import io.emrops.deploy.SettingFinding.Severity;
import org.junit.jupiter.api.Test;

class SecuritySettingsCheckTest {
    private final FakeSecuritySettings settings = FakeSecuritySettings.of("emrnext");

    @Test
    void an_application_without_findings_is_as_it_should_be() {
        assertThat(Deployments.securitySettings(settings).check().ok()).isTrue();
    }

    @Test
    void an_application_of_which_nothing_runs_is_not_as_it_should_be() {
        settings.finding("", "engine-on-tcp", Severity.HIGH, "the engine listens on TCP")
                .finding("web", "privileged", Severity.HIGH, "runs privileged")
                .stopped();

        var finding = Deployments.securitySettings(settings).check();

        assertThat(finding.ok()).isFalse();
        assertThat(finding.text()).isEqualTo("Nothing runs whose settings could be looked at");
        assertThat(finding.details()).singleElement().asString().contains("the engine listens on TCP");
        assertThat(Deployments.securitySettings(settings.running()).check().text())
                .startsWith("2 settings");
    }

    @Test
    void findings_are_told_the_gravest_first_with_their_source() {
        settings.finding("api", "latest-tag", Severity.LOW, "image api:latest is named by a tag that moves")
                .finding("web", "privileged", Severity.HIGH, "runs privileged");

        var finding = Deployments.securitySettings(settings).check();

        assertThat(finding.ok()).isFalse();
        assertThat(finding.text()).isEqualTo("2 settings weaken the security of what runs");
        assertThat(finding.details())
                .containsExactly(
                        "web: runs privileged (HIGH, privileged), see: the test",
                        "api: image api:latest is named by a tag that moves (LOW, latest-tag), see: the test");
    }

    @Test
    void what_is_accepted_is_told_with_its_reason_and_only_where_it_is_accepted() {
        settings.finding("api", "root-user", Severity.MEDIUM, "runs as root")
                .finding("web", "root-user", Severity.MEDIUM, "runs as root");
        var check = Deployments.securitySettings(settings).accepting("root-user", "api", "CHG-1, until June");

        var finding = check.check();
        var both = check.accepting("root-user", "web", "CHG-2").check();

        assertThat(finding.ok()).isFalse();
        assertThat(finding.details())
                .containsExactly(
                        "web: runs as root (MEDIUM, root-user), see: the test",
                        "accepted: api: runs as root (MEDIUM, root-user), because: CHG-1, until June");
        assertThat(both.ok()).isTrue();
        assertThat(check.describe()).endsWith("accepted: api, root-user");
    }

    @Test
    void what_is_accepted_and_gone_may_be_struck_out() {
        settings.finding("api", "privileged", Severity.HIGH, "runs privileged").correct("api", "privileged");

        var finding = Deployments.securitySettings(settings)
                .accepting("privileged", "api", "CHG-1")
                .check();

        assertThat(finding.ok()).isTrue();
        assertThat(finding.details()).containsExactly("accepted and not found: api, privileged");
    }

    @Test
    void findings_below_the_bar_are_told_and_no_reason_to_stop() {
        settings.finding("api", "latest-tag", Severity.LOW, "image api:latest is named by a tag that moves");

        var finding =
                Deployments.securitySettings(settings).atLeast(Severity.MEDIUM).check();

        assertThat(finding.ok()).isTrue();
        assertThat(finding.details()).singleElement().asString().startsWith("less grave: api:");
    }

    @Test
    void a_rule_that_does_not_exist_and_a_reason_that_says_nothing_cannot_be_accepted() {
        var check = Deployments.securitySettings(settings);

        assertThatIllegalArgumentException().isThrownBy(() -> check.accepting("privileges", "api", "CHG-1"));
        assertThatIllegalArgumentException().isThrownBy(() -> check.accepting("privileged", "api", " "));
    }
}
