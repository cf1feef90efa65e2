package io.emrops.iis;

import io.emrops.deploy.Release;
import io.emrops.deploy.Service;
import io.emrops.iis.release.ReleaseFolders;
import io.emrops.iis.release.RememberedRelease;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the site is on now, as IIS and the folders tell it together. */
final class RunningRelease {
    private final String site;
    private final Set<String> variables;
    private final Iis iis;
    private final SiteHealth health;
    private final ReleaseFolders folders;

    RunningRelease(IisDeployerBuilder b, Iis iis, SiteHealth health) {
        this.site = b.site;
        this.variables = Set.copyOf(b.environment.keySet());
        this.iis = iis;
        this.health = health;
        this.folders = new ReleaseFolders(b.host, b.root);
    }

    ReleaseFolders folders() {
        return folders;
    }

    /** Of a folder that was there before us nothing is remembered. */
    void remember(RememberedRelease release) throws InterruptedException {
        if (folders.isOurs(release.folder())) {
            folders.remember(release);
        }
    }

    Release now() throws InterruptedException {
        var there = iis.site(site);
        return there.isEmpty() ? Release.nothing(Instant.EPOCH) : of(there.get());
    }

    private Release of(SiteState there) throws InterruptedException {
        var folder = there.physicalPath();
        var told = folders.remembered(folder);
        var names = told.map(RememberedRelease::variables)
                .map(SiteVariables::environmentNames)
                .orElse(variables);
        var settings = settings(there, names);
        var ours = told.filter(current -> current.variables().equals(settings));
        if (ours.isPresent()) {
            return release(
                    ours.get().version(),
                    folder,
                    ours.get().digest(),
                    settings,
                    ours.get().since());
        }
        var stored = folders.list().stream()
                .filter(each -> each.folder().equalsIgnoreCase(folder))
                .findFirst();
        return release(
                stored.map(each -> each.version()).orElse(""),
                folder,
                stored.map(each -> each.digest()).orElse(""),
                settings,
                Instant.EPOCH);
    }

    private Map<String, String> settings(SiteState there, Set<String> names) throws InterruptedException {
        var pool = iis.pool(there.pool(), names);
        return SiteVariables.write(
                there.pool(),
                pool.map(PoolState::settings).orElseGet(PoolSettings::unmanaged),
                there.bindings(),
                pool.map(PoolState::environment).orElse(Map.of()));
    }

    private Release release(String version, String folder, String digest, Map<String, String> settings, Instant since) {
        return new Release(version, List.of(new Service(site, folder, digest, 1)), settings, since);
    }

    Optional<Release> find(String operationKey) throws InterruptedException {
        var there = iis.site(site);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        var told = folders.remembered(there.get().physicalPath())
                .filter(current -> current.operationKey().equals(operationKey));
        if (told.isEmpty() || !health.isWell(there.get())) {
            return Optional.empty();
        }
        return Optional.of(of(there.get()))
                .filter(now -> now.variables().equals(told.get().variables()));
    }
}
