package io.emrops.deploy;

import java.util.Comparator;
import java.util.Objects;

/**
 * A setting of what runs that weakens its security. It says which setting, never a secret's value.
 *
 * @param service whose setting; empty if it is one of the platform itself
 * @param rule which rule it breaks, as in {@code privileged}; the same word in every version
 * @param severity how grave
 * @param text what is set, in a sentence without a full stop
 * @param source where the rule is from: the title of a page or of a section of a benchmark
 */
public record SettingFinding(String service, String rule, Severity severity, String text, String source)
        implements Comparable<SettingFinding> {
    private static final Comparator<SettingFinding> ORDER = Comparator.comparing(SettingFinding::severity)
            .thenComparing(SettingFinding::service)
            .thenComparing(SettingFinding::rule)
            .thenComparing(SettingFinding::text)
            .thenComparing(SettingFinding::source);

    public SettingFinding {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(source, "source");
        if (!Objects.requireNonNull(rule, "rule").matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("A rule is named by small letters, digits and hyphens, not: " + rule);
        }
    }

    /** How grave a finding is, the gravest first. */
    public enum Severity {
        /** Who gets into the service gets the machine, or reads a secret. */
        HIGH,
        /** Who gets into the service gets further than it has to. */
        MEDIUM,
        /** A safeguard that is usual is not used. */
        LOW
    }

    /** The gravest first, then by service, rule and text. */
    @Override
    public int compareTo(SettingFinding other) {
        return ORDER.compare(this, other);
    }

    /** Such as {@code api: runs privileged (HIGH, privileged)}. */
    @Override
    public String toString() {
        return (service.isEmpty() ? "platform" : service) + ": " + text + " (" + severity + ", " + rule + ")";
    }
}
