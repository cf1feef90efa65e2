package io.emrops.iis;

import io.emrops.Secret;
import io.emrops.windows.PowerShellHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says how a site is deployed. What is missing or wrong is told by {@link #build}, and by the method itself where it can be. */
public final class IisDeployerBuilder {
    private static final int USUAL_WARM_UP_PORT = 58_080;
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:()-]{0,127}");

    final PowerShellHost host;
    final String site;
    final List<IisBinding> bindings = new ArrayList<>();
    final Map<String, String> environment = new TreeMap<>();
    final Map<String, Secret> secrets = new LinkedHashMap<>();
    String pool;
    String root = "";

    @Nullable
    PackageSource packages;

    PoolSettings poolSettings = PoolSettings.unmanaged();
    WebConfig webConfig = WebConfig.unchanged();
    String health = "/";
    Duration healthyWithin = Duration.ofMinutes(2);
    int warmUpPort = USUAL_WARM_UP_PORT;
    int keep = 3;
    Set<String> errorSources = Set.of();

    IisDeployerBuilder(PowerShellHost host, String site) {
        this.host = Objects.requireNonNull(host, "host");
        this.site = requireName(site, "site");
        this.pool = site;
    }

    private static String requireName(String name, String what) {
        if (Objects.requireNonNull(name, what).isBlank()
                || name.length() > 260
                || name.matches("(?s).*[\\\\/?;:@&=+$,|\"<>*\\p{Cntrl}].*")) {
            throw new IllegalArgumentException("The " + what + " has a name that IIS cannot give it");
        }
        return name;
    }

    /**
     * Where the folders of the versions are on the host, and nothing else is. It is one site's alone: a roll-out removes older
     * folders, and does not know which of them another site runs. A site whose root another site has a folder of
     * is refused before anything is sent.
     *
     * @param directory an absolute path, such as {@code D:\apps\HospitalScheduler}
     */
    public IisDeployerBuilder root(String directory) {
        root = Objects.requireNonNull(directory, "directory");
        return this;
    }

    /** Where the versions come from. */
    public IisDeployerBuilder packages(PackageSource source) {
        packages = Objects.requireNonNull(source, "source");
        return this;
    }

    /** The application pool, which is the site's alone; named as the site without this. */
    public IisDeployerBuilder pool(String name) {
        pool = requireName(name, "pool");
        return this;
    }

    /** How the pool works; without this as {@link PoolSettings#unmanaged}, for Node and .NET. */
    public IisDeployerBuilder poolSettings(PoolSettings settings) {
        poolSettings = Objects.requireNonNull(settings, "settings");
        return this;
    }

    /** A binding of the site. There is at least one; the first is the one that is looked at to tell whether the site is well. */
    public IisDeployerBuilder binding(IisBinding binding) {
        bindings.add(Objects.requireNonNull(binding, "binding"));
        return this;
    }

    /**
     * A variable of the environment of the pool's worker processes, and of what they start. Variables that nobody names here are left
     * as they are. Needs IIS 10 (Windows Server 2016).
     */
    public IisDeployerBuilder environment(String name, String value) {
        requireNew(name);
        environment.put(name, Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * The same with a secret. It stands in IIS's configuration, which administrators can read; it is never read back, and no preview,
     * release or journal has it.
     */
    public IisDeployerBuilder secretEnvironment(String name, Secret value) {
        requireNew(name);
        secrets.put(name, Objects.requireNonNull(value, "value"));
        return this;
    }

    private void requireNew(String name) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new IllegalArgumentException("A variable of the environment has a name such as NODE_ENV");
        }
        if (environment.keySet().stream().anyMatch(name::equalsIgnoreCase)
                || secrets.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
            throw new IllegalArgumentException("The variable " + name + " has two values");
        }
    }

    /** What is changed in each version's {@code web.config} before it is sent; nothing without this. */
    public IisDeployerBuilder webConfig(WebConfig edits) {
        webConfig = Objects.requireNonNull(edits, "edits");
        return this;
    }

    /**
     * What is asked for to tell whether the site is well: an answer below 400 says so. {@code /} without this.
     *
     * @param path with its query, if any
     */
    public IisDeployerBuilder health(String path) {
        if (!path.matches("/[\\x21-\\x7E]*")) {
            throw new IllegalArgumentException("A path of a site begins with / and has no blanks");
        }
        health = path;
        return this;
    }

    /** How long the site may take to become well; two minutes without this. */
    public IisDeployerBuilder healthyWithin(Duration atMost) {
        if (atMost.isNegative() || atMost.isZero()) {
            throw new IllegalArgumentException("A site takes some time to become well, not " + atMost);
        }
        healthyWithin = atMost;
        return this;
    }

    /** The port of 127.0.0.1 on which a new version is tried before a rolling switch; {@code 58080} without this. */
    public IisDeployerBuilder warmUpPort(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("There is no port " + port);
        }
        warmUpPort = port;
        return this;
    }

    /** How many versions stay on the host, the running one counted in; 3 without this, and never fewer than 2. */
    public IisDeployerBuilder keep(int versions) {
        if (versions < 2) {
            throw new IllegalArgumentException(
                    "At least two versions are kept, or there would be no way back: " + versions);
        }
        keep = versions;
        return this;
    }

    /**
     * The sources of the host's Application log under which the application shows its errors: {@link IisDeployer#errorsSince} counts what they
     * log as an error or as critical. Without this, nothing is looked at.
     *
     * @param sources in any case; one that comes twice counts once. They take the place of those of an earlier call
     */
    public IisDeployerBuilder errorSources(String... sources) {
        errorSources = Set.copyOf(List.of(sources));
        return this;
    }

    /**
     * The deployer.
     *
     * @throws IllegalStateException if the root, the packages or all bindings are missing
     * @throws IllegalArgumentException if the root is no absolute path, or a value of the environment is empty
     */
    public IisDeployer build() {
        if (root.isEmpty() || packages == null || bindings.isEmpty()) {
            throw new IllegalStateException("A deployer of a site has a root, packages and a binding");
        }
        // Refuses what cannot be, before the host is asked.
        Objects.requireNonNull(settings(root));
        return new IisDeployer(this);
    }

    PackageSource source() {
        return Objects.requireNonNull(packages, "packages");
    }

    /** The settings of the site with this folder, as this deployer wants them. */
    SiteSettings settings(String folder) {
        return new SiteSettings(site, pool, folder, bindings, poolSettings, environment, secrets.keySet());
    }
}
