package io.emrops.iis;

import io.emrops.PreconditionFailedException;
import io.emrops.Target;

/** What scripts refuse to do, in words. */
final class Refusals {
    private Refusals() {}

    /** @throws PreconditionFailedException if it was refused */
    static <A extends IisScripts.Refusable> A require(Target target, A answer) {
        if (!answer.refused().isEmpty()) {
            throw new PreconditionFailedException(
                    target + ": " + reason(answer.refused(), oneLine(answer.what())) + "; nothing was changed",
                    null,
                    target);
        }
        return answer;
    }

    static PreconditionFailedException missing(Target target, String kind, String name) {
        var reason = reason(kind.equals("site") ? "NoSite" : "NoPool", oneLine(name));
        return new PreconditionFailedException(target + ": " + reason + "; nothing was changed", null, target);
    }

    private static String reason(String refused, String what) {
        return switch (refused) {
            case "NotAdministrator" -> "whoever we log in as is no administrator there";
            case "NoIis" -> "IIS is not installed there, or its management library is not";
            case "NoPath" -> "there is no directory " + what;
            case "NoCertificate" ->
                "certificate " + what + " is not in the store, or we find no private key that belongs to it";
            case "BindingTaken" -> "another site holds the binding " + what;
            case "NoSite" -> "there is no site " + what;
            case "NoPool" -> "there is no application pool " + what;
            case "SharedConfiguration" -> "its configuration is shared with other servers, and is set there";
            case "InheritedProfile" -> "there is a caching profile for " + what + " for all sites already";
            default -> "the script refuses (" + oneLine(refused) + ")";
        };
    }

    private static String oneLine(String text) {
        var shown = text.replaceAll("\\p{Cntrl}", "?");
        return shown.length() > 100 ? shown.substring(0, 100) + "..." : shown;
    }
}
