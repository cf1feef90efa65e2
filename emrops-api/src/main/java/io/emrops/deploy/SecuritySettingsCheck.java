package io.emrops.deploy;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * No setting of what runs weakens its security, apart from those that were accepted, each for a reason. An accepted finding is told, with its
 * reason; so is one that is accepted and not there any more, for it may then be struck out. Where nothing runs there is nothing to look at, and the check
 * fails. See {@link Deployments#securitySettings}.
 */
public final class SecuritySettingsCheck implements Check {
    private final SecuritySettings settings;
    private final List<Accepted> accepted;
    private final SettingFinding.Severity leastGrave;

    private record Accepted(String rule, String service, String reason) {
        boolean covers(SettingFinding finding) {
            return finding.rule().equals(rule) && finding.service().equals(service);
        }

        String name() {
            return (service.isEmpty() ? "platform" : service) + ", " + rule;
        }
    }

    SecuritySettingsCheck(SecuritySettings settings, List<Accepted> accepted, SettingFinding.Severity leastGrave) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.accepted = List.copyOf(accepted);
        this.leastGrave = leastGrave;
    }

    static SecuritySettingsCheck of(SecuritySettings settings) {
        return new SecuritySettingsCheck(settings, List.of(), SettingFinding.Severity.LOW);
    }

    /**
     * The same, and what breaks this rule in this service is no reason to stop.
     *
     * @param rule as {@link SecuritySettings#rules} names it
     * @param service its name; empty for the platform itself
     * @param reason why, for the report
     */
    public SecuritySettingsCheck accepting(String rule, String service, String reason) {
        if (Objects.requireNonNull(reason, "reason").isBlank()) {
            throw new IllegalArgumentException("What is accepted has a reason");
        }
        if (!settings.rules().contains(Objects.requireNonNull(rule, "rule"))) {
            throw new IllegalArgumentException("There is no rule " + rule + " to accept but " + settings.rules());
        }
        var more = new ArrayList<>(accepted);
        more.add(new Accepted(rule, Objects.requireNonNull(service, "service"), reason));
        return new SecuritySettingsCheck(settings, more, leastGrave);
    }

    /** The same, and findings that are less grave than this are told and no reason to stop. All are, if not called. */
    public SecuritySettingsCheck atLeast(SettingFinding.Severity severity) {
        return new SecuritySettingsCheck(settings, accepted, Objects.requireNonNull(severity, "severity"));
    }

    @Override
    public Finding check(StepContext run) {
        return check();
    }

    /** The same without a runbook. */
    public Finding check() {
        var services = settings.services();
        var findings = settings.findings().stream().sorted().toList();
        var bad = new ArrayList<String>();
        var told = new ArrayList<String>();
        for (var finding : findings) {
            var reasons = accepted.stream()
                    .filter(a -> a.covers(finding))
                    .map(Accepted::reason)
                    .toList();
            if (!reasons.isEmpty()) {
                told.add("accepted: " + finding + ", because: " + String.join("; ", reasons));
            } else if (finding.severity().compareTo(leastGrave) > 0) {
                told.add("less grave: " + finding);
            } else {
                bad.add(finding + ", see: " + finding.source());
            }
        }
        accepted.stream()
                .filter(a -> findings.stream().noneMatch(a::covers))
                .forEach(a -> told.add("accepted and not found: " + a.name()));
        var details = new ArrayList<>(bad);
        details.addAll(told);
        if (services.isEmpty()) {
            return new Finding(false, "Nothing runs whose settings could be looked at", details);
        }
        var text = bad.isEmpty()
                ? "No setting weakens the security of what runs"
                        + (told.isEmpty() ? "" : ", beyond what is accepted or less grave")
                : bad.size() + (bad.size() == 1 ? " setting weakens" : " settings weaken")
                        + " the security of what runs";
        return new Finding(bad.isEmpty(), text, details);
    }

    @Override
    public String describe() {
        var exceptions = accepted.stream().map(Accepted::name).toList();
        return "No setting of what runs weakens its security"
                + (leastGrave == SettingFinding.Severity.LOW ? "" : ", from " + leastGrave + " on")
                + (exceptions.isEmpty() ? "" : "; accepted: " + String.join("; ", exceptions));
    }
}
