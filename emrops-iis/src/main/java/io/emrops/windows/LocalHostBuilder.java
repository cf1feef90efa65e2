package io.emrops.windows;

import io.emrops.windows.local.LocalTransport;

/** Says how PowerShell is run on this machine: as this user, with the environment of this process. */
public final class LocalHostBuilder extends PowerShellHostBuilder<LocalHostBuilder> {
    LocalHostBuilder() {
        var root = System.getenv("SystemRoot");
        if (root != null && !root.contains(" ")) {
            // By name alone, a powershell.exe in the working directory would be found first.
            program(root + "\\System32\\WindowsPowerShell\\v1.0\\powershell.exe");
        }
    }

    @Override
    LocalHostBuilder self() {
        return this;
    }

    @Override
    public PowerShellHost build() {
        return new ConnectedHost("this machine", new LocalTransport(), this);
    }
}
