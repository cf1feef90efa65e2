package io.emrops.docker.process;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environment Compose runs in: what programs need to run at all, and what was declared. Nothing else of this process's
 * environment gets through, as Compose would fill it into the files, and another process would then start other containers
 * from the same release.
 */
public final class ProcessEnvironment {
    private static final Set<String> NEEDED = Set.of(
            // everywhere
            "PATH",
            "LANG",
            "LC_ALL",
            "TZ",
            "TMPDIR",
            "HOME",
            "USER",
            "XDG_RUNTIME_DIR",
            "SSH_AUTH_SOCK",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            // Windows
            "SYSTEMROOT",
            "SYSTEMDRIVE",
            "WINDIR",
            "COMSPEC",
            "PATHEXT",
            "TEMP",
            "TMP",
            "USERPROFILE",
            "HOMEDRIVE",
            "HOMEPATH",
            "APPDATA",
            "LOCALAPPDATA",
            "PROGRAMDATA",
            "PROGRAMFILES",
            "USERNAME",
            // Docker; the engine itself is named by us
            "DOCKER_CONFIG",
            "DOCKER_CERT_PATH",
            "DOCKER_TLS_VERIFY",
            "DOCKER_TLS",
            "DOCKER_API_VERSION",
            "COMPOSE_HTTP_TIMEOUT",
            "COMPOSE_PARALLEL_LIMIT");

    private final Map<String, String> values;

    private ProcessEnvironment(Map<String, String> values) {
        this.values = values;
    }

    public static ProcessEnvironment ofThisProcess() {
        return of(System.getenv());
    }

    public static ProcessEnvironment of(Map<String, String> parent) {
        var kept = new TreeMap<String, String>();
        parent.forEach((name, value) -> {
            // Windows spells Path and ProgramData as it likes; proxies are set in lower case, too.
            if (NEEDED.contains(name.toUpperCase(Locale.ROOT))) {
                kept.put(name, value);
            }
        });
        return new ProcessEnvironment(kept);
    }

    /** The same, with one more variable. Takes the place of any of that name, in whatever case on Windows. */
    public ProcessEnvironment with(String name, String value, boolean windows) {
        var more = new TreeMap<>(values);
        more.keySet().removeIf(n -> windows ? n.equalsIgnoreCase(name) : n.equals(name));
        more.put(name, value);
        return new ProcessEnvironment(more);
    }

    public Map<String, String> toMap() {
        return values;
    }

    /** The names alone; some values are secret. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
