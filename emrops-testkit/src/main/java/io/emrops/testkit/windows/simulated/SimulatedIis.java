package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.PowerShellError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The IIS of a simulated Windows, with state: sites, bindings, pools, variables, worker processes. What a script changes of the
 * configuration is there as a whole or not at all. It is installed at first and has no sites. Safe for use by several threads.
 *
 * <p>A site answers 200 if it is started, its pool is, its directory is there, and the version in it is good, which it is unless it holds
 * a file {@code broken.txt}. It answers 503 without its pool, and 500 otherwise.
 */
public final class SimulatedIis {
    private static final int ACCESS_DENIED = 0x80070005;
    private static final int FIRST_PID = 4000;

    private final SimulatedFiles files;
    private final SimulatedCertificates stores;
    private final SimulatedLocations locations = new SimulatedLocations();
    private final TreeMap<String, SimulatedSite> sites = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final TreeMap<String, SimulatedPool> pools = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, List<SimulatedWorker>> workers = new HashMap<>();
    private final Set<String> certificates = new HashSet<>();
    private final Set<String> startless = new HashSet<>();
    private final Set<String> crashing = new HashSet<>();
    private Predicate<String> good;
    private Function<SimulatedRequest, OptionalInt> answers = request -> OptionalInt.empty();
    private boolean installed = true;
    private boolean refusing;
    private int commits;
    private int nextPid = FIRST_PID;

    SimulatedIis(SimulatedFiles files, SimulatedCertificates stores) {
        this.files = files;
        this.stores = stores;
        this.good = folder -> files.read(folder + "\\broken.txt").isEmpty();
    }

    private static String key(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Its sites by name. */
    public synchronized List<SimulatedSite> sites() {
        return List.copyOf(sites.values());
    }

    /** A site, whatever the case of its name. */
    public synchronized Optional<SimulatedSite> site(String name) {
        return Optional.ofNullable(sites.get(name));
    }

    /** Its pools by name. */
    public synchronized List<SimulatedPool> pools() {
        return List.copyOf(pools.values());
    }

    /** A pool, whatever the case of its name. */
    public synchronized Optional<SimulatedPool> pool(String name) {
        return Optional.ofNullable(pools.get(name));
    }

    /** The worker processes of a pool. */
    public synchronized List<SimulatedWorker> workers(String pool) {
        return List.copyOf(workers.getOrDefault(key(pool), List.of()));
    }

    /** What the configuration says for one site alone. */
    public SimulatedLocations locations() {
        return locations;
    }

    /** How often the configuration was written. */
    public synchronized int commits() {
        return commits;
    }

    /** Puts a site there, in place of one of its name; its pool should be there too. */
    public synchronized void put(SimulatedSite site) {
        sites.put(site.name(), site);
    }

    /** Puts a pool there, in place of one of its name. */
    public synchronized void put(SimulatedPool pool) {
        pools.put(pool.name(), pool);
        refresh(pool.name());
    }

    /** Whether IIS is installed. */
    public synchronized void installed(boolean is) {
        installed = is;
    }

    /** Has a certificate with its private key in a store, by its thumbprint alone; those of the machine's stores are there anyway. */
    public synchronized void certificate(String thumbprint, String store) {
        certificates.add(key(store + "\\" + thumbprint));
    }

    /** A pool does not start any more, as when its identity has no password; it goes on if it runs. */
    public synchronized void failStart(String pool) {
        startless.add(key(pool));
    }

    /** A version that makes its pool end at once: whenever a site serves this folder, its pool stops. */
    public synchronized void crashes(String folder) {
        crashing.add(key(folder));
        List.copyOf(pools.keySet()).forEach(this::refresh);
    }

    /** The configuration cannot be written, as when another process holds it; false ends that. */
    public synchronized void refuseCommits(boolean refuse) {
        refusing = refuse;
    }

    /** What makes the version in a folder a good one, in place of having no {@code broken.txt}. */
    public synchronized void good(Predicate<String> isGood) {
        good = isGood;
    }

    /** Answers requests in place of the usual rules; empty leaves it to them. */
    public synchronized void onProbe(Function<SimulatedRequest, OptionalInt> answer) {
        answers = answer;
    }

    /** Gives a pool worker processes, in place of those it has. */
    public synchronized void workers(String pool, Collection<SimulatedWorker> processes) {
        workers.put(key(pool), new ArrayList<>(processes));
    }

    /** Windows starts again: what starts by itself is started, and has new worker processes. */
    public synchronized void reboot() {
        sites.replaceAll((name, site) -> site.running(site.autoStart(), site.autoStart()));
        pools.replaceAll(
                (name, pool) -> pool.running(pool.autoStart() && !startless.contains(key(name)), pool.autoStart()));
        workers.clear();
        List.copyOf(pools.keySet()).forEach(this::refresh);
    }

    synchronized boolean isInstalled() {
        return installed;
    }

    synchronized boolean hasCertificate(String thumbprint, String store) {
        return certificates.contains(key(store + "\\" + thumbprint)) || stores.holdsKey(store, thumbprint);
    }

    boolean hasDirectory(String path) {
        return files.isDirectory(path);
    }

    /** The site that holds this binding, but for one. */
    synchronized boolean isTaken(SimulatedBinding binding, String butFor) {
        return sites.values().stream()
                .filter(site -> !site.name().equalsIgnoreCase(butFor))
                .anyMatch(site -> site.bindings().stream().anyMatch(binding::at));
    }

    /** Writes the configuration: all of it, or nothing. */
    synchronized void commit(Collection<SimulatedSite> newSites, Collection<SimulatedPool> newPools) {
        if (refusing) {
            throw PowerShellError.of("UnauthorizedAccessException", "NotSpecified")
                    .from("System.UnauthorizedAccessException", ACCESS_DENIED)
                    .saying("Filename: redirection.config, Error: Cannot write configuration file");
        }
        sites.clear();
        newSites.forEach(site -> sites.put(site.name(), site));
        pools.clear();
        newPools.forEach(pool -> pools.put(pool.name(), pool));
        commits++;
        List.copyOf(pools.keySet()).forEach(this::refresh);
    }

    synchronized long freeSiteId() {
        return sites.values().stream().mapToLong(SimulatedSite::id).max().orElse(0) + 1;
    }

    /** Starts or stops what is not so; the start of a pool may fail. */
    synchronized void site(String name, boolean started) {
        sites.computeIfPresent(name, (key, site) -> site.running(started, site.autoStart()));
    }

    synchronized void pool(String name, boolean started) {
        if (started && startless.contains(key(name))) {
            return;
        }
        pools.computeIfPresent(name, (key, pool) -> pool.running(started, pool.autoStart()));
        refresh(name);
    }

    /** New processes for those there are. */
    synchronized void recycle(String pool) {
        if (startless.contains(key(pool))) {
            pool(pool, false);
        }
        workers.remove(key(pool));
        refresh(pool);
    }

    private void refresh(String name) {
        var pool = pools.get(name);
        if (pool == null || !pool.started()) {
            workers.remove(key(name));
            return;
        }
        if (sites.values().stream()
                .anyMatch(site -> site.pool().equalsIgnoreCase(name) && crashing.contains(key(site.physicalPath())))) {
            pools.put(name, pool.running(false, pool.autoStart()));
            workers.remove(key(name));
        } else if (pool.alwaysRunning() && workers(name).isEmpty()) {
            startWorker(name);
        }
    }

    private void startWorker(String pool) {
        workers.put(
                key(pool),
                new ArrayList<>(List.of(new SimulatedWorker(nextPid, 64 << 20, 0, Instant.ofEpochSecond(nextPid)))));
        nextPid += 4;
    }

    /** The status that a request gets; 0 if nobody answers. */
    synchronized int answer(SimulatedRequest request) {
        var told = answers.apply(request);
        if (told.isPresent()) {
            return told.getAsInt();
        }
        var found = serving(request, true).or(() -> serving(request, false));
        if (found.isEmpty()) {
            var listening = sites.values().stream()
                    .filter(SimulatedSite::started)
                    .flatMap(site -> site.bindings().stream())
                    .anyMatch(each -> each.port() == request.port() && each.tls() == request.tls());
            return listening ? 404 : 0;
        }
        var site = found.get();
        var pool = pools.get(site.pool());
        if (pool == null || !pool.started()) {
            return 503;
        }
        if (!files.isDirectory(site.physicalPath()) || !good.test(site.physicalPath())) {
            return 500;
        }
        if (workers(pool.name()).isEmpty()) {
            startWorker(pool.name());
        }
        return 200;
    }

    private Optional<SimulatedSite> serving(SimulatedRequest request, boolean byName) {
        return sites.values().stream()
                .filter(SimulatedSite::started)
                .filter(site -> site.bindings().stream()
                        .anyMatch(each -> each.port() == request.port()
                                && each.tls() == request.tls()
                                && (byName
                                        ? each.host().equalsIgnoreCase(request.site())
                                        : each.host().isEmpty())))
                .findFirst();
    }
}
