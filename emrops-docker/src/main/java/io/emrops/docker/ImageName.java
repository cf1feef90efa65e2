package io.emrops.docker;

/**
 * An image's name taken apart.
 *
 * @param repository such as {@code registry:5000/emr/api}
 * @param tag such as {@code 2.0.0}; {@code latest} if the name has none
 * @param digest {@code sha256:…} if the name ends in one, else empty
 */
record ImageName(String repository, String tag, String digest) {
    static ImageName of(String text) {
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
    static boolean isId(String name) {
        return name.startsWith("sha256:");
    }

    /** Whether a name can be given to another image. */
    static boolean canBeMoved(String name) {
        return !isId(name) && !name.contains("@");
    }

    /** The first characters of a digest or id, as people compare them. */
    static String shortDigest(String digest) {
        var hex = digest.substring(digest.indexOf('@') + 1);
        return hex.length() > 19 ? hex.substring(0, 19) + "…" : hex;
    }
}
