package io.emrops.iis.release;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where things are below the root of an application. */
final class ReleasePaths {
    /** With a null at its end. Longer ones need settings of Windows that powershell.exe 5.1 does not heed. */
    static final int LONGEST_FILE = 259;

    static final int LONGEST_FOLDER = 247;

    static final String PART = ".part";

    private static final int SHORT = 12;
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:[\\\\/].+", Pattern.DOTALL);
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern FOLDER = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._+-]{0,63})-([0-9A-Fa-f]{12})");

    private final String root;

    ReleasePaths(String root) {
        this.root = requireRoot(root);
    }

    private static String requireRoot(String root) {
        if (!DRIVE.matcher(Objects.requireNonNull(root, "root")).matches()) {
            throw new IllegalArgumentException(
                    "The root of an application is an absolute path below a drive, as in D:\\apps\\scheduler");
        }
        var path = root.replace('\\', '/');
        path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        WindowsNames.fault(path.length() > 3 ? path.substring(3) : "")
                .or(() -> Optional.of("has a percent sign").filter(ignored -> root.contains("%")))
                .ifPresent(why -> {
                    throw new IllegalArgumentException("The root of an application " + why);
                });
        return path.replace('/', '\\');
    }

    String root() {
        return root;
    }

    private String releases() {
        return root + "\\releases\\";
    }

    String incoming(String digest) {
        return root + "\\incoming\\" + digest + ".zip";
    }

    String folder(String version, String digest) {
        requireVersion(version);
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("The digest of a package is a SHA-256 in lower-case hexadecimal");
        }
        return releases() + version + "-" + digest.substring(0, SHORT);
    }

    /** With dots in place of the hash that is not known yet. */
    String folderToBe(String version) {
        requireVersion(version);
        return releases() + version + "-\u2026";
    }

    private static void requireVersion(String version) {
        if (!VERSION.matcher(version).matches()
                || version.contains("..")
                || WindowsNames.faultOfPart(version + "-0").isPresent()) {
            throw new IllegalArgumentException("A version is written as in 2.1.0-rc.1, in at most 64 characters");
        }
    }

    String folder(String name) {
        return releases() + name;
    }

    /** The name of a folder of releases, if this is the path of one, in either slash and in any case. */
    Optional<String> name(String path) {
        var there = path.replace('/', '\\');
        if (!there.regionMatches(true, 0, releases(), 0, releases().length())) {
            return Optional.empty();
        }
        return Optional.of(there.substring(releases().length()))
                .filter(name -> FOLDER.matcher(name).matches());
    }

    /** The version in the name of a folder, if its manifest is the one it was made from. */
    static Optional<String> version(String name, String digest) {
        var parts = FOLDER.matcher(name);
        return parts.matches() && digest.startsWith(parts.group(2).toLowerCase(Locale.ROOT))
                ? Optional.of(parts.group(1))
                : Optional.empty();
    }
}
