package io.emrops.iis;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.RestartRequest;
import io.emrops.deploy.Rollout;
import io.emrops.deploy.Service;
import io.emrops.iis.release.ReleasePackage;
import io.emrops.iis.release.RememberedRelease;
import io.emrops.iis.release.StoredRelease;
import io.emrops.windows.ScriptFailedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the site on a folder. */
final class SiteReleases {
    private static final Logger LOG = LoggerFactory.getLogger(SiteReleases.class);
    /** Sent, switched, well. */
    private static final int STAGES = 3;

    private final IisDeployerBuilder b;
    private final Iis iis;
    private final RunningRelease running;
    private final SiteHealth health;
    private final WarmUp warmUp;

    SiteReleases(IisDeployerBuilder b, Iis iis, RunningRelease running, SiteHealth health) {
        this.b = b;
        this.iis = iis;
        this.running = running;
        this.health = health;
        this.warmUp = new WarmUp(b, iis, health);
    }

    List<String> preview(ReleaseRequest request) throws InterruptedException {
        requireAdministrator();
        requireOwnRoot();
        var version = request.version();
        var found = b.source().find(version);
        if (found.isEmpty() && b.source().madeByTheRun()) {
            var folder = running.folders().pathToBe(version);
            return foretold(folder, "the package that the run makes is sent to " + folder);
        }
        var pack = pack(found, version);
        var folder = running.folders().pathOf(version, pack.digest());
        return running.folders().look(folder).isEmpty()
                ? foretold(folder, pack.files().size() + " files are sent to " + folder)
                : foretold(folder);
    }

    /** What is sent, and then each attribute that differs. */
    private List<String> foretold(String folder, String... sent) throws InterruptedException {
        var lines = new ArrayList<>(List.of(sent));
        var settings = b.settings(folder);
        var wanted = settings.without(noMore(running.now(), settings));
        iis.preview(wanted, b.secrets).forEach(change -> lines.add(change.line()));
        lines.replaceAll(line -> "service " + b.site + ": " + line);
        return lines;
    }

    void pull(ReleaseRequest request, Progress progress) throws InterruptedException {
        requireAdministrator();
        requireOwnRoot();
        store(request.version(), pack(request.version()), progress);
    }

    private ReleasePackage pack(String version) {
        return pack(b.source().find(version), version);
    }

    private ReleasePackage pack(Optional<Path> found, String version) {
        return ReleasePackage.of(
                found.orElseThrow(() -> refused("There is no package of version " + version)), b.webConfig);
    }

    private StoredRelease store(String version, ReleasePackage pack, Progress progress) throws InterruptedException {
        return running.folders().store(version, pack, progress);
    }

    /** Answers the time on the host. */
    private Instant requireAdministrator() throws InterruptedException {
        var identity = b.host.identity();
        if (!identity.administrator()) {
            throw refused("The login on " + identity.computerName() + " is that of no administrator");
        }
        return identity.time();
    }

    /** What is removed here as old may be what another site runs. */
    private void requireOwnRoot() throws InterruptedException {
        for (var each : iis.sites()) {
            var ours = each.name().equalsIgnoreCase(b.site) || each.name().equalsIgnoreCase(WarmUp.siteOf(b.site));
            if (!ours && running.folders().isOurs(each.physicalPath())) {
                throw refused("Site " + each.name() + " runs a folder below "
                        + running.folders().root() + ", which is for the versions of " + b.site + " alone");
            }
        }
    }

    private PreconditionFailedException refused(String message) {
        return new PreconditionFailedException(message + "; nothing was changed", null, iis.target());
    }

    Release rollOut(ReleaseRequest request, Progress progress) throws InterruptedException {
        var now = requireAdministrator();
        requireOwnRoot();
        var stored = store(request.version(), pack(request.version()), progress);
        progress.report(1, STAGES, "stages");
        var before = running.now();
        var settings = b.settings(stored.folder());
        if (request.rollout() == Rollout.ROLLING && !before.isNothing() && !isOn(before, stored.folder())) {
            warmUp.requireWell(settings);
        }
        var current = new RememberedRelease(
                request.version(), stored.folder(), stored.digest(), request.operationKey(), variables(settings), now);
        var after = switchTo(before, settings, current, progress);
        prune(before, stored.folder());
        return after;
    }

    private static boolean isOn(Release release, String folder) {
        return release.services().get(0).image().equalsIgnoreCase(folder);
    }

    private static Map<String, String> variables(SiteSettings settings) {
        return SiteVariables.write(
                settings.pool(), settings.poolSettings(), settings.bindings(), settings.environment());
    }

    /** One commit; then it is started and waited for. */
    private Release switchTo(Release before, SiteSettings settings, RememberedRelease current, Progress progress)
            throws InterruptedException {
        var changes = commit(before, settings, current);
        progress.report(2, STAGES, "stages");
        return Changed.before(iis.target(), b.site + " was switched to " + settings.physicalPath(), () -> {
            if (!changes.isEmpty()) {
                iis.recyclePool(settings.pool());
            }
            startAndWait(settings);
            progress.report(STAGES, STAGES, "stages");
            return running.now();
        });
    }

    /** It is remembered before the commit, so that whoever comes after a crash behind it finds what it belongs to. */
    private List<AttributeChange> commit(Release before, SiteSettings settings, RememberedRelease current)
            throws InterruptedException {
        var folder = settings.physicalPath();
        var known = !before.isNothing() && isOn(before, folder)
                ? running.folders().remembered(folder)
                : Optional.<RememberedRelease>empty();
        running.remember(current);
        try {
            return iis.apply(settings.without(noMore(before, settings)), b.secrets);
        } catch (PreconditionFailedException | ScriptFailedException e) {
            // The site stays on the same folder with the settings that it has.
            if (known.isPresent()) {
                remembered(known.get(), e);
            }
            throw e;
        }
    }

    private void remembered(RememberedRelease release, EmropsException failure) throws InterruptedException {
        try {
            running.remember(release);
        } catch (EmropsException e) {
            failure.addSuppressed(e);
        }
    }

    /** The variables of the release before that this one does not have. */
    private static Set<String> noMore(Release before, SiteSettings settings) {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(SiteVariables.environmentNames(before.variables()));
        settings.environment().keySet().forEach(names::remove);
        settings.secretEnvironment().forEach(names::remove);
        return names;
    }

    private void requireWell(SiteSettings settings) throws InterruptedException {
        var unwell = health.awaitWell(settings.bindings());
        if (unwell.isPresent()) {
            throw new StepFailedException(
                    b.site + " is on " + settings.physicalPath() + " and did not become well within " + b.healthyWithin
                            + ": it " + unwell.get() + ". It is left as it is",
                    null,
                    iis.target(),
                    null);
        }
    }

    private void prune(Release before, String folder) throws InterruptedException {
        var never = new LinkedHashSet<String>();
        never.add(folder);
        before.services().forEach(service -> never.add(service.image()));
        try {
            LOG.debug("Removed older releases: {}", running.folders().prune(b.keep, never));
        } catch (EmropsException e) {
            // The version is rolled out, and the next roll-out prunes again.
            LOG.warn("Older releases of {} could not be removed", b.site, e);
        }
    }

    Release rollBack(Release to, Rollout rollout, Progress progress) throws InterruptedException {
        var now = requireAdministrator();
        var before = running.now();
        if (to.isNothing()) {
            return nothing(before);
        }
        var service = to.service(b.site).orElseThrow(() -> refused("That release has no service " + b.site));
        var settings = settings(to, service);
        if (before.runsTheSameAs(to) && before.variables().equals(to.variables())) {
            startAndWait(settings);
            return running.now();
        }
        requireFolder(to, service, progress);
        if (rollout == Rollout.ROLLING && !before.isNothing() && !isOn(before, service.image())) {
            warmUp.requireWell(settings);
        }
        return switchTo(
                before,
                settings,
                new RememberedRelease(to.version(), service.image(), service.digest(), "", to.variables(), now),
                progress);
    }

    private Release nothing(Release before) throws InterruptedException {
        if (before.isNothing()) {
            return before;
        }
        iis.removeSite(b.site, true);
        return Changed.before(iis.target(), b.site + " and its pool were removed", running::now);
    }

    private SiteSettings settings(Release release, Service service) {
        try {
            return SiteVariables.read(b.site, service.image(), release.variables(), b.secrets.keySet());
        } catch (IllegalArgumentException e) {
            throw new PreconditionFailedException(
                    "That release of " + b.site + " was not written by this deployer; nothing was changed",
                    e,
                    iis.target());
        }
    }

    /** A site that was ours before anything was rolled out has a folder without a hash: it is taken as it is. */
    private void requireFolder(Release to, Service service, Progress progress) throws InterruptedException {
        if (service.digest().isEmpty()) {
            return;
        }
        var there = running.folders().look(service.image());
        if (there.isPresent() && there.get().digest().equals(service.digest())) {
            return;
        }
        var pack = b.source().find(to.version()).map(found -> ReleasePackage.of(found, b.webConfig));
        if (pack.isEmpty() || !pack.get().digest().equals(service.digest())) {
            throw refused("The folder of version " + to.version()
                    + " is gone, or not what it was, and the packages do not have the same");
        }
        store(to.version(), pack.get(), progress);
    }

    private void startAndWait(SiteSettings settings) throws InterruptedException {
        iis.startPool(settings.pool());
        Changed.before(iis.target(), "pool " + settings.pool() + " was started", () -> {
            iis.startSite(settings.site());
            requireWell(settings);
            return b.site;
        });
    }

    Release recreate(Progress progress) throws InterruptedException {
        requireAdministrator();
        var before = requireSomething();
        var settings = settings(before, before.services().get(0));
        iis.removeSite(b.site, true);
        return Changed.before(iis.target(), b.site + " and its pool were removed, to be made anew", () -> {
            iis.apply(settings, b.secrets);
            startAndWait(settings);
            return running.now();
        });
    }

    private Release requireSomething() throws InterruptedException {
        var now = running.now();
        if (now.isNothing()) {
            throw refused("There is no site " + b.site);
        }
        return now;
    }

    void restart(RestartRequest request, Progress progress) throws InterruptedException {
        var now = requireSomething();
        var settings = settings(now, now.services().get(0));
        switch (request.manner()) {
            case ROLLING -> iis.recyclePool(settings.pool());
            case AT_ONCE -> iis.stopPool(settings.pool());
            case FORCED -> iis.endWorkerProcesses(settings.pool());
        }
        Changed.before(iis.target(), "the restart of " + settings.pool() + " was begun", () -> {
            startAndWait(settings);
            progress.report(1, 1, "services");
            return b.site;
        });
    }

    void stop(Progress progress) throws InterruptedException {
        var there = iis.site(b.site);
        if (there.isPresent()) {
            iis.stopSite(b.site);
            Changed.before(iis.target(), b.site + " was stopped", () -> {
                iis.stopPool(there.get().pool());
                progress.report(1, 1, "services");
                return b.site;
            });
        }
    }

    void start(Progress progress) throws InterruptedException {
        var now = requireSomething();
        startAndWait(settings(now, now.services().get(0)));
        progress.report(1, 1, "services");
    }
}
