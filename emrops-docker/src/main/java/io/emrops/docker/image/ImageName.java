package io.emrops.docker.image;

import java.util.regex.Pattern;

/**
 * An image's name taken apart.
 *
 * @param repository such as {@code registry:5000/emr/api}
 * @param tag such as {@code 2.0.0}; {@code latest} if the name has none
 * @param digest {@code sha256:…} if the name ends in one, else empty
 */
public record ImageName(String repository, String tag, String digest) {
    private static final int LONGEST = 512;
    private static final String HOST = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
    private static final String PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final Pattern REFERENCE = Pattern.compile("(?:" + HOST + "(?:\\." + HOST + ")*(?::[0-9]+)?/)?"
            + PART + "(?:/" + PART + ")*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"
            + "(?:@[A-Za-z][A-Za-z0-9]*(?:[+._-][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]+)?");

    /** Whether a text is an image's name by the grammar of registries, and nothing else, such as a variable that was not filled in. */
    public static boolean isReference(String text) {
        return text.length() <= LONGEST && REFERENCE.matcher(text).matches();
    }

    public static ImageName of(String text) {
        // Docker Hub's images have several names; the engine reports the shortest.
        var name = text.replaceFirst("^(index\\.)?docker\\.io/(library/)?", "");
        var at = name.indexOf('@');
        var digest = at < 0 ? "" : name.substring(at + 1);
        var rest = at < 0 ? name : name.substring(0, at);
        // A colon before the last slash belongs to the registry's port.
        var colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
        return colon < 0
                ? new ImageName(rest, "latest", digest)
                : new ImageName(rest.substring(0, colon), rest.substring(colon + 1), digest);
    }

    /** Whether a name is an id, {@code sha256:…}, of which there is nothing to take apart. */
    public static boolean isId(String name) {
        return name.startsWith("sha256:");
    }

    /** Whether a name can be given to another image. */
    public static boolean canBeMoved(String name) {
        return !isId(name) && !name.contains("@");
    }

    /** The first characters of a digest or id, as people compare them. */
    public static String shortDigest(String digest) {
        var hex = digest.substring(digest.indexOf('@') + 1);
        return hex.length() > 19 ? hex.substring(0, 19) + "…" : hex;
    }
}
