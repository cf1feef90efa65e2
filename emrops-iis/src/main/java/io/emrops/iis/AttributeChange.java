package io.emrops.iis;

import io.emrops.Change;
import java.util.Objects;

/**
 * One attribute of IIS's configuration that is to be another one, or was made so. The value of a secret is never in it: it is
 * {@code (secret)} here.
 *
 * @param of as in {@code site Scheduler}
 * @param attribute as in {@code physicalPath}
 * @param from what it was; {@code absent} if it was not there
 * @param to what it is to be; {@code absent} if it goes
 */
public record AttributeChange(String of, String attribute, String from, String to) {
    public AttributeChange {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(attribute, "attribute");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
    }

    /** A line for a preview, as {@link Change} writes them, on one line whatever the values hold. */
    public String line() {
        return new Change(oneLine(of) + " " + oneLine(attribute), oneLine(from), oneLine(to)).toString();
    }

    private static String oneLine(String text) {
        var shown = text.isEmpty() ? "(empty)" : text.replaceAll("\\p{Cntrl}", "?");
        return shown.length() > 300 ? shown.substring(0, 300) + "..." : shown;
    }
}
