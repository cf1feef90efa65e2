package io.emrops.iis;

import io.emrops.Check;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import java.util.Objects;

/**
 * Steps and checks over sites. All steps are safe to repeat, so state {@link InDoubt#rerun} or {@link InDoubt#probe}. Undone by having
 * the site run as it did, or not, with Windows too.
 */
public final class Sites {
    private Sites() {}

    /** Stops a site; it does not start with Windows either. See {@link Iis#stopSite}. */
    public static Operation<Done> stop(Iis iis, String site) {
        return new RunOperation(runner(iis, site), "stop");
    }

    /** Starts a site, also with Windows. See {@link Iis#startSite}. */
    public static Operation<Done> start(Iis iis, String site) {
        return new RunOperation(runner(iis, site), "start");
    }

    /** A site is there and started; its pool may not be. */
    public static Check running(Iis iis, String site) {
        var what = runner(iis, site).name();
        return Check.of(
                "Site " + what + " runs",
                run -> iis.site(what)
                        .map(SiteState::state)
                        .map(state -> AppPools.finding("Site " + what, state))
                        .orElseGet(() -> Finding.notOk("There is no site " + what)));
    }

    private static RunningBefore.Runner runner(Iis iis, String site) {
        return new RunningBefore.Runner(Objects.requireNonNull(iis, "iis"), "site", IisNames.requireName("site", site));
    }
}
