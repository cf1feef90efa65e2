package io.emrops.iis;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.LogFinding;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.RestartRequest;
import io.emrops.deploy.Rollout;
import io.emrops.deploy.ServiceStatus;
import io.emrops.windows.PowerShellHost;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Rolls versions of one web application out on one site of IIS, and back.
 *
 * <pre>{@code
 * var scheduler = IisDeployer.site(host, "HospitalScheduler")
 *         .root("D:\\apps\\HospitalScheduler")
 *         .packages(PackageSource.in(Path.of("dist")))
 *         .binding(IisBinding.http(3001))
 *         .environment("NODE_ENV", "production")
 *         .secretEnvironment("DB_PASSWORD", password)
 *         .health("/api/health")
 *         .build();
 * }</pre>
 *
 * <p>Each version has a folder of its own below the root, whose name has the hash of what is in it. It is complete, and proven to be,
 * before the site is touched. Then the site's path, its bindings, its application pool and the pool's environment are changed in one
 * commit of IIS's configuration, so the site is on the old version or on the new one, and never between. Going back is the same commit
 * the other way: the older folder is still there.
 *
 * <p>A release is one service of one instance, named as the site; its image is the folder, its digest the hash. Its variables are the
 * settings of pool, bindings and environment. Secrets of the environment are none of them: they are always those that the deployer was
 * built with.
 *
 * <p>Nothing is asked before the first call. One call at a time. What is said here of IIS is from the vendor's pages: no Windows has
 * run it yet.
 */
public final class IisDeployer implements Deployer {
    private final String site;
    private final Iis iis;
    private final SiteReleases releases;
    private final SiteHealth health;
    private final RunningRelease running;
    private final SiteErrors errors;

    IisDeployer(IisDeployerBuilder b) {
        this.site = b.site;
        this.iis = Iis.on(b.host);
        this.health = new SiteHealth(b, iis);
        this.running = new RunningRelease(b, iis, health);
        this.releases = new SiteReleases(b, iis, running, health);
        this.errors = new SiteErrors(b);
    }

    /**
     * A deployer of a site, which need not be there yet.
     *
     * @param name as IIS calls it
     */
    public static IisDeployerBuilder site(PowerShellHost host, String name) {
        return new IisDeployerBuilder(host, name);
    }

    /** Of kind {@code iis-site}, named as the site; identified by the host's installation of Windows and the site. */
    @Override
    public Target target() {
        return new Target("iis-site", site, iis.target().identity() + "/" + site);
    }

    /**
     * {@inheritDoc}
     *
     * <p>If somebody else has changed the site since the last roll-out, the version is that of the folder it is on, and empty where
     * that is none of ours; its beginning is {@link Instant#EPOCH} then.
     */
    @Override
    public Release current() {
        return Asked.of(iis.target(), running::now);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Says what would be sent, and each attribute of pool, site and bindings that differs.
     */
    @Override
    public List<String> preview(ReleaseRequest request) {
        return Asked.of(iis.target(), () -> releases.preview(request));
    }

    @Override
    public List<String> preview(RestartRequest request) {
        requireService(request.service());
        return List.of(request.foretell(1)
                + (request.grace().isPresent() ? "; the pool's own setting says how long it may take to end" : ""));
    }

    /** {@inheritDoc} The version is sent to the host, unpacked beside the others, and compared file by file. */
    @Override
    public void pull(ReleaseRequest request, Progress progress) throws InterruptedException {
        releases.pull(request, progress);
    }

    /**
     * {@inheritDoc}
     *
     * <p>In the rolling manner the new version runs beside the old one before the switch, on a site and a pool of its own that only the
     * host itself can reach, and has to be well there; if it is not, the site was not touched. {@linkplain Rollout#AT_ONCE At once} it
     * shows on the site itself. Behind the roll-out the oldest folders go, but never the one before this.
     *
     * @throws PreconditionFailedException if there is no such version, the host lets in no administrator, has no IIS, no such
     *     certificate or no room, or another site has one of the bindings, or runs a folder below the root; the site was not touched
     */
    @Override
    public Release rollOut(ReleaseRequest request, Progress progress) throws InterruptedException {
        return releases.rollOut(request, progress);
    }

    /**
     * {@inheritDoc}
     *
     * @throws PreconditionFailedException if the folder of the release is gone, or not what it was, and the packages no longer have
     *     the same; the site was not touched
     */
    @Override
    public Release rollBack(Release to, Rollout rollout, Progress progress) throws InterruptedException {
        return releases.rollBack(to, rollout, progress);
    }

    @Override
    public Optional<Release> find(String operationKey) {
        return Objects.requireNonNull(operationKey, "operationKey").isEmpty()
                ? Optional.empty()
                : Asked.of(iis.target(), () -> running.find(operationKey));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Rolling, the pool is recycled: a new worker process takes over from the old one. At once, the pool is stopped and started;
     * forced, its worker processes are ended first. How long they may take to end is the pool's own setting, whatever the request says.
     */
    @Override
    public void restart(RestartRequest request, Progress progress) throws InterruptedException {
        requireService(request.service());
        releases.restart(request, progress);
    }

    private void requireService(String service) {
        if (!service.equals(site)) {
            throw new PreconditionFailedException(
                    "There is one service here, " + site + ", and none of the name " + service
                            + "; nothing was changed",
                    null,
                    target());
        }
    }

    /** {@inheritDoc} The site and its pool are removed from the configuration and written anew; folders stay. */
    @Override
    public Release recreate(Progress progress) throws InterruptedException {
        return releases.recreate(progress);
    }

    /** {@inheritDoc} Site and pool are stopped, and do not start with Windows. */
    @Override
    public void stop(Progress progress) throws InterruptedException {
        releases.stop(progress);
    }

    @Override
    public void start(Progress progress) throws InterruptedException {
        releases.start(progress);
    }

    /** {@inheritDoc} It is well if the host itself gets an answer from it below 400. */
    @Override
    public List<ServiceStatus> status() {
        return Asked.of(iis.target(), health::status);
    }

    @Override
    public Set<String> runningServices() {
        return Asked.of(iis.target(), health::running);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Of the host's Application log: errors and worse of the {@linkplain IisDeployerBuilder#errorSources sources} that were named,
     * counted by source and number, the newest 100,000 of them. Times are the host's. None if no source was named.
     */
    @Override
    public List<LogFinding> errorsSince(Instant since) throws InterruptedException {
        return errors.since(Objects.requireNonNull(since, "since"));
    }

    /** {@code IisDeployer[HospitalScheduler]}. */
    @Override
    public String toString() {
        return "IisDeployer[" + site + "]";
    }
}
