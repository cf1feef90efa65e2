package io.emrops.metrics;

import io.emrops.DataSize;
import java.util.Locale;

/** How amounts are written for people. */
final class Amounts {
    private Amounts() {}

    /** Such as {@code 70 %} or {@code 1.5 %}. */
    static String share(double share) {
        var percent = share * 100;
        var whole = percent >= 9.95 || percent == 0;
        return String.format(Locale.ROOT, whole ? "%.0f %%" : "%.1f %%", percent);
    }

    static String bytes(double bytes) {
        return new DataSize(Math.max(0, Math.round(bytes))).toString();
    }

    static String rate(double bytesPerSecond) {
        return bytes(bytesPerSecond) + "/s";
    }

    static String count(long count, String one, String several) {
        return count + " " + (count == 1 ? one : several);
    }
}
