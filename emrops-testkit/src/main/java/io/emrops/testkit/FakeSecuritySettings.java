package io.emrops.testkit;

import io.emrops.deploy.SecuritySettings;
import io.emrops.deploy.SettingFinding;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * {@link SecuritySettings} of an application whose settings are said by the test.
 *
 * <pre>{@code
 * var settings = FakeSecuritySettings.of("emrnext").finding("api", "privileged", Severity.HIGH, "runs privileged");
 * }</pre>
 */
public final class FakeSecuritySettings extends Fake<FakeSecuritySettings> implements SecuritySettings {
    private static final String SOURCE = "the test";

    private final SortedSet<String> rules =
            new TreeSet<>(Set.of("privileged", "root-user", "latest-tag", "secret-in-environment"));
    private final SortedSet<SettingFinding> findings = new TreeSet<>();
    private final String application;
    private boolean running = true;

    private FakeSecuritySettings(String application) {
        super("fake-security-settings", application, Set.of("target", "services", "findings"), Set.of());
        this.application = application;
    }

    /** An application without anything to find. It knows the rules {@code privileged}, {@code root-user}, {@code latest-tag} and {@code secret-in-environment}. */
    public static FakeSecuritySettings of(String application) {
        return new FakeSecuritySettings(application);
    }

    /** A finding from now on; its rule is known from now on. */
    public FakeSecuritySettings finding(String service, String rule, SettingFinding.Severity severity, String text) {
        return arrange(() -> {
            findings.add(new SettingFinding(service, rule, severity, text, SOURCE));
            rules.add(rule);
        });
    }

    /** All findings of a rule in a service are gone, as after a correction. */
    public FakeSecuritySettings correct(String service, String rule) {
        return arrange(() ->
                findings.removeIf(f -> f.service().equals(service) && f.rule().equals(rule)));
    }

    /** Nothing runs from now on; what was found of services is found again when they run. */
    public FakeSecuritySettings stopped() {
        return arrange(() -> running = false);
    }

    /** It runs, which it does from the beginning. */
    public FakeSecuritySettings running() {
        return arrange(() -> running = true);
    }

    /** A service called like the application, and those with findings. */
    @Override
    public SortedSet<String> services() {
        return reading("services", List.of(), () -> {
            var services = new TreeSet<String>();
            if (running) {
                services.add(application);
                findings.stream()
                        .map(SettingFinding::service)
                        .filter(s -> !s.isEmpty())
                        .forEach(services::add);
            }
            return services;
        });
    }

    @Override
    public SortedSet<String> rules() {
        return observe(() -> new TreeSet<>(rules));
    }

    @Override
    public List<SettingFinding> findings() {
        return reading(
                "findings",
                List.of(),
                () -> findings.stream()
                        .filter(f -> running || f.service().isEmpty())
                        .toList());
    }

    @Override
    FakeSecuritySettings self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        running = from.rows("stopped").isEmpty();
        findings.clear();
        from.rows("finding")
                .forEach(row -> findings.add(new SettingFinding(
                        row.get(0), row.get(1), SettingFinding.Severity.valueOf(row.get(2)), row.get(3), row.get(4))));
    }

    @Override
    void save(Tables to) {
        if (!running) {
            to.add("stopped", application);
        }
        findings.forEach(
                f -> to.add("finding", f.service(), f.rule(), f.severity().name(), f.text(), f.source()));
    }
}
