package io.emrops.docker;

import io.emrops.Target;
import io.emrops.deploy.SecuritySettings;
import io.emrops.deploy.SettingFinding;
import io.emrops.docker.security.RunningSettings;
import java.util.List;
import java.util.SortedSet;

/**
 * Looks at the settings of the running containers of a Compose project, as the engine tells them: rights, confinement, mounts, ports, limits,
 * secrets in the environment, tags; and at the address of the engine. Of an environment variable only the name is told. Which variables hold secrets is
 * told by their names and by values that look like connection strings with a password; a secret under an innocent name is not found.
 */
public final class ComposeSecurity implements SecuritySettings {
    private final ComposeDeployer deployer;
    private final RunningSettings settings;

    ComposeSecurity(ComposeDeployer deployer, RunningSettings settings) {
        this.deployer = deployer;
        this.settings = settings;
    }

    @Override
    public Target target() {
        return deployer.target();
    }

    @Override
    public SortedSet<String> rules() {
        return RunningSettings.rules();
    }

    /** {@inheritDoc} Those of whose containers one runs, restarts or is paused. */
    @Override
    public SortedSet<String> services() {
        return settings.services();
    }

    /** {@inheritDoc} Of containers that run, restart or are paused; where there are none, only the engine was looked at. */
    @Override
    public List<SettingFinding> findings() {
        return settings.findings();
    }

    /** {@code ComposeSecurity[emrnext]}. */
    @Override
    public String toString() {
        return "ComposeSecurity[" + deployer.name() + "]";
    }
}
