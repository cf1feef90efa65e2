package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.deploy.SecuritySettings;
import io.emrops.deploy.SettingFinding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SecuritySettings} keeps to. Extend it over an application with at least two settings to be found, one of
 * them a secret.
 */
public abstract class SecuritySettingsContract {
    private SecuritySettings settings;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected SecuritySettingsContract() {}

    /** Of an application that runs and has something to be found. */
    protected abstract SecuritySettings settings() throws Exception;

    /** Of an application of which nothing runs, on the same platform. */
    protected abstract SecuritySettings settingsOfNothing() throws Exception;

    /** A secret that a service got in a way that is found. */
    protected abstract String secret();

    @BeforeEach
    final void prepare() throws Exception {
        settings = settings();
    }

    @Test
    void the_same_is_found_each_time_in_the_same_order() {
        var once = settings.findings();
        var twice = settings.findings();

        assertThat(once)
                .hasSizeGreaterThan(1)
                .isSorted()
                .doesNotHaveDuplicates()
                .isEqualTo(twice);
        assertThat(settings.target()).isEqualTo(settings.target());
    }

    @Test
    void what_is_found_is_of_services_that_run_or_of_the_platform() {
        assertThat(settings.services()).isNotEmpty();
        assertThat(settings.findings())
                .extracting(SettingFinding::service)
                .filteredOn(s -> !s.isEmpty())
                .isSubsetOf(settings.services());
    }

    @Test
    void where_nothing_runs_no_service_is_told_and_nothing_is_found_of_one() throws Exception {
        var nothing = settingsOfNothing();

        assertThat(nothing.services()).isEmpty();
        assertThat(nothing.findings()).allMatch(f -> f.service().isEmpty());
    }

    @Test
    void every_finding_breaks_a_rule_that_is_known_and_says_where_it_is_from() {
        assertThat(settings.findings())
                .allMatch(f -> settings.rules().contains(f.rule()))
                .allMatch(f -> !f.source().isBlank()
                        && !f.text().isBlank()
                        && !f.text().endsWith("."));
    }

    @Test
    void a_secret_is_found_and_its_value_is_not_told() {
        var findings = settings.findings();

        assertThat(findings).extracting(SettingFinding::rule).contains("secret-in-environment");
        assertThat(findings.toString()).doesNotContain(secret());
    }
}
