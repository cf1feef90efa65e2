package io.emrops.deploy;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Value;
import io.emrops.deploy.ImageUpdate.Part;
import io.emrops.deploy.ImageUpdate.Verdict;
import java.util.List;
import java.util.stream.Stream;

/**
 * Steps and checks over a {@link Patcher}.
 *
 * <pre>{@code
 * var found = rb.step("updates", "Look for newer images", Patches.updates(patcher));
 * rb.require("known", "All registries have answered", Patches.allKnown(found));
 * rb.approval("go", "They may be installed").by("operations").atLeast(1);
 * var patched = rb.step("patch", "Install them", Patches.patch(patcher, found));
 * rb.verify("current", "All services run them", Patches.servicesCurrent(patcher));
 * rb.step("prune", "Remove old images", Patches.prune(patcher, ImagePolicy.keep(3, ofDays(14)))).inDoubt(rerun());
 * }</pre>
 */
public final class Patches {
    private Patches() {}

    /**
     * Asks the registries what they have under the names of the images that run; fetches none. Safe to repeat, so state
     * {@link InDoubt#rerun}.
     */
    public static Operation<ImageUpdates> updates(Patcher patcher) {
        return new FindUpdates(patcher);
    }

    /**
     * Starts services from the newer images that were found, and from no others; if a registry has yet another one by then, it
     * is refused. Undone by going back, by digest, to what ran before the first attempt.
     */
    public static Operation<Patched> patch(Patcher patcher, Value<ImageUpdates> found) {
        return new PatchServices(patcher, found, Rollout.AT_ONCE);
    }

    /**
     * The same with new instances beside the old ones until they are well; undone in the same manner. A patch that does not become
     * well has served nobody.
     */
    public static Operation<Patched> rollingPatch(Patcher patcher, Value<ImageUpdates> found) {
        return new PatchServices(patcher, found, Rollout.ROLLING);
    }

    /**
     * Removes the images that a policy gives up. There is nothing to undo as long as registries have them, which is asked
     * before; with {@link ImagePolicy#evenIfOnlyHere} it cannot be undone. Safe to repeat, so state {@link InDoubt#rerun}.
     */
    public static Operation<PrunedImages> prune(Patcher patcher, ImagePolicy policy) {
        return new PruneImages(patcher, policy);
    }

    /** All services run what their images' names stand for, and so do the images that they were built on. What is not known is not ok. */
    public static Check noUpdates(Patcher patcher) {
        return Check.of("No newer images are known for what runs", run -> {
            var found = patcher.updates();
            return finding(
                    found,
                    found.patchable().isEmpty()
                            && found.needingRebuild().isEmpty()
                            && found.unknown().isEmpty());
        });
    }

    /**
     * All services run what their images' names stand for. What they were built on is told and does not count, as it cannot be
     * patched here. What is not known of a service is not ok.
     */
    public static Check servicesCurrent(Patcher patcher) {
        return Check.of("All services run what their images' names stand for", run -> {
            var found = patcher.updates();
            var known = found.unknown().stream().allMatch(image -> image.part() == Part.BASE);
            return finding(found, found.patchable().isEmpty() && known);
        });
    }

    /** What registries have for what runs; always ok, for a look before something is done. */
    public static Check updatesReported(Patcher patcher) {
        return Check.of("What registries have for what runs is told", run -> finding(patcher.updates(), true));
    }

    /** Of all images that were asked about it could be found out whether there are newer ones. */
    public static Check allKnown(Value<ImageUpdates> found) {
        return Check.of("What registries have is known of all images", run -> {
            var updates = run.get(found);
            return finding(updates, updates.unknown().isEmpty());
        });
    }

    /** What was found to be newer is what runs. */
    public static Check installed(Patcher patcher, Value<ImageUpdates> found) {
        return Check.of("What was found is installed", run -> {
            var updates = run.get(found);
            var missing = patcher.preview(PatchRequest.preview(updates));
            var number = updates.patchable().size();
            return missing.isEmpty()
                    ? Finding.ok(
                            number == 0 ? "There was nothing to install" : count(number, "newer image") + " installed")
                    : Finding.notOk("Not everything that was found is installed", missing.toArray(String[]::new));
        });
    }

    private static Finding finding(ImageUpdates found, boolean ok) {
        if (found.images().isEmpty()) {
            return new Finding(ok, "Nothing runs that could be asked about", List.of());
        }
        var text = Stream.of(
                        count(found.patchable().size(), "newer image"),
                        count(found.needingRebuild().size(), "newer base image"),
                        count(
                                found.unknown().size(),
                                "image of which it is not known",
                                "images of which it is not known"),
                        count(
                                found.with(Verdict.UNLABELLED).size(),
                                "image that does not say what it was built on",
                                "images that do not say what they were built on"))
                .filter(part -> !part.isEmpty())
                .reduce((a, b) -> a + ", " + b)
                .orElse("no newer images");
        return new Finding(ok, "Of " + found.images().size() + " asked about: " + text, found.lines());
    }

    private static String count(int number, String one) {
        return count(number, one, one + "s");
    }

    private static String count(int number, String one, String several) {
        return number == 0 ? "" : number + " " + (number == 1 ? one : several);
    }
}
