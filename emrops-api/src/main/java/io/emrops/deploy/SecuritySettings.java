package io.emrops.deploy;

import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.util.List;
import java.util.SortedSet;

/**
 * Looks at the settings of what runs, not at what was meant to, for those that weaken its security. Usable by itself, without any
 * runbook. It changes nothing, and may be called from any thread.
 */
public interface SecuritySettings {
    /** Which application on which platform. */
    Target target();

    /** The words of all rules that are looked at; asks nobody. */
    SortedSet<String> rules();

    /**
     * The names of the services of which something runs, so that there are settings to look at. Empty if nothing runs: then nothing is found either,
     * but of the platform itself, and that says nothing of the application.
     *
     * @throws TargetUnavailableException if the platform does not answer
     */
    SortedSet<String> services();

    /**
     * What was found, sorted; as long as nothing is changed the same each time. Instances of a service with the same setting are one finding.
     *
     * @throws TargetUnavailableException if the platform does not answer
     */
    List<SettingFinding> findings();
}
