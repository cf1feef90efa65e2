package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.RunbookBuilder;
import io.emrops.Value;
import io.emrops.deploy.Deployments;
import io.emrops.deploy.ImagePolicy;
import io.emrops.deploy.ImageUpdates;
import io.emrops.deploy.Patched;
import io.emrops.deploy.Patcher;
import io.emrops.deploy.Patches;
import io.emrops.deploy.SecuritySettingsCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Security patches: what is newer in the registries is found without fetching it, agreed to, and rolled out service by service; settings that weaken the
 * security of what runs stop the run before anything is touched. If anything fails, the images of before run again, by their digests.
 *
 * <pre>{@code
 * var patch = SecurityPatchRunbook.of("emrnext-patches", "Patch EMRNext", compose.patches())
 *         .approval("go", "The change board agrees", "change-board", 1)
 *         .settings(Deployments.securitySettings(compose.security()).accepting("user-root", "cache", "CHG-12"))
 *         .verify("health", "The API answers", Http.get(url).expectJson("status", "healthy"))
 *         .prune(ImagePolicy.keep(3, ofDays(30)))
 *         .build();
 * }</pre>
 *
 * <p>Exactly what was found is installed: if a registry has yet another image when its turn comes, the run stops before anything is touched. Images that stand on
 * older base images have to be built anew by those who make them; the run tells which.
 */
public final class SecurityPatchRunbook extends ReadyMadeRunbook<SecurityPatchRunbook> {
    private final Patcher patcher;
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private Optional<SecuritySettingsCheck> settings = Optional.empty();
    private Optional<ImagePolicy> policy = Optional.empty();
    private Duration wellWithin = Duration.ofMinutes(2);
    private boolean rolling = true;

    private SecurityPatchRunbook(String id, String title, Patcher patcher) {
        super(id, title);
        this.patcher = Objects.requireNonNull(patcher, "patcher");
    }

    /** Begins the configuration; see {@link io.emrops.Runbook#define} for id and title. */
    public static SecurityPatchRunbook of(String id, String title, Patcher patcher) {
        return new SecurityPatchRunbook(id, title, patcher);
    }

    /** Requires that the settings of what runs are safe before anything is patched, and verifies them again in the end. */
    public SecurityPatchRunbook settings(SecuritySettingsCheck check) {
        settings = Optional.of(check);
        return this;
    }

    /**
     * Replaces all instances of a service at once. Without this, new instances stand beside the old ones until they are well, and are taken back in the same manner, so that
     * nobody is interrupted behind a load balancer; services that are tied to one another cannot be patched like that.
     */
    public SecurityPatchRunbook atOnce() {
        rolling = false;
        return this;
    }

    /** Removes images that nobody needs any more, when all has been verified; none without this. */
    public SecurityPatchRunbook prune(ImagePolicy keeping) {
        policy = Optional.of(keeping);
        return this;
    }

    /** How long services and endpoints may take to come up; two minutes without this. */
    public SecurityPatchRunbook wellWithin(Duration atMost) {
        wellWithin = Objects.requireNonNull(atMost, "atMost");
        return this;
    }

    /** A verification: an endpoint, a critical function. Repeated until it is ok or time is up. */
    public SecurityPatchRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check).within(wellWithin));
        return this;
    }

    @Override
    SecurityPatchRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        rb.section("What there is");
        var found = rb.step("updates", "Look for newer images", Patches.updates(patcher))
                .attempts(3, Backoff.exponential(Duration.ofSeconds(5)))
                .inDoubt(InDoubt.rerun());
        rb.require("known", "All registries have answered", Patches.allKnown(found));
        rb.require("well", "All services run", Deployments.allServicesWell(patcher.deployer()));
        // Weak settings of before are no fault of the patches, which would be undone for them.
        settings.ifPresent(check -> rb.require("settings-before", "The settings of what runs are safe", check));
        writeBefore(rb, "Before the patches");
        rb.section("Patches");
        writeProtections(rb);
        rb.step("patch", "Install them, service by service", install(found)).inDoubt(InDoubt.rerun());
        rb.section("Verification");
        rb.verify("services", "All services run", Deployments.allServicesWell(patcher.deployer()))
                .within(wellWithin);
        rb.verify("installed", "What was found is installed", Patches.installed(patcher, found));
        verifications.forEach(part -> part.accept(rb));
        settings.ifPresent(check -> rb.verify("settings", "The settings of what runs are still safe", check));
        policy.ifPresent(keeping -> {
            rb.section("Old images");
            rb.step("prune", "Remove images that nobody needs", Patches.prune(patcher, keeping))
                    .inDoubt(InDoubt.rerun());
        });
        writeAfter(rb);
    }

    private Operation<Patched> install(Value<ImageUpdates> found) {
        return rolling ? Patches.rollingPatch(patcher, found) : Patches.patch(patcher, found);
    }
}
