package io.emrops.iis;

import io.emrops.StepFailedException;
import java.util.List;
import java.util.Optional;

/** Tries a version beside the one that runs, where nobody but the host itself gets to it. */
final class WarmUp {
    private final IisDeployerBuilder b;
    private final Iis iis;
    private final SiteHealth health;

    WarmUp(IisDeployerBuilder b, Iis iis, SiteHealth health) {
        this.b = b;
        this.iis = iis;
        this.health = health;
    }

    /** How the site beside another one is called, for as long as there is one. */
    static String siteOf(String site) {
        return site + " warm-up";
    }

    void requireWell(SiteSettings settings) throws InterruptedException {
        var binding = new IisBinding("http", "127.0.0.1", b.warmUpPort, "", Optional.empty(), "", false);
        var beside = new SiteSettings(
                siteOf(settings.site()),
                settings.pool() + " warm-up",
                settings.physicalPath(),
                List.of(binding),
                settings.poolSettings(),
                settings.environment(),
                settings.secretEnvironment());
        iis.apply(beside, b.secrets);
        var made = "site " + beside.site() + " was made beside it, and may still be there";
        var unwell = Changed.before(iis.target(), made, () -> {
            try {
                iis.startPool(beside.pool());
                iis.startSite(beside.site());
                return health.awaitWell(beside.bindings());
            } finally {
                iis.removeSite(beside.site(), true);
            }
        });
        if (unwell.isPresent()) {
            throw new StepFailedException(
                    "The version in " + settings.physicalPath() + " was tried beside " + b.site
                            + " and did not become well within " + b.healthyWithin + ": it " + unwell.get() + ". "
                            + b.site + " was not touched",
                    null,
                    iis.target(),
                    null);
        }
    }
}
