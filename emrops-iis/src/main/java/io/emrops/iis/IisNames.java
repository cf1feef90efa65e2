package io.emrops.iis;

import java.util.regex.Pattern;

/** What IIS accepts as a name, and Windows as a path. */
final class IisNames {
    /** {@code SiteCollection.InvalidSiteNameCharacters} and control characters. */
    private static final Pattern NAME =
            Pattern.compile("[^\\\\/?;:@&=+$,|\"<>\\p{Cntrl}]{1,64}", Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern ABSOLUTE =
            Pattern.compile("([A-Za-z]:\\\\|\\\\\\\\[^\\\\]+\\\\)[^/:*?\"<>|%\\p{Cntrl}]*");
    private static final int LONGEST_PATH = 240;

    private IisNames() {}

    static String requireName(String what, String name) {
        if (!NAME.matcher(name).matches() || !name.equals(name.strip())) {
            throw new IllegalArgumentException("The name of a " + what
                    + " has 1 to 64 characters, no blank at its ends and none of \\ / ? ; : @ & = + $ , | \" < >");
        }
        return name;
    }

    static String requirePath(String path) {
        if (!ABSOLUTE.matcher(path).matches() || path.length() > LONGEST_PATH || path.contains("\\..")) {
            throw new IllegalArgumentException(
                    "The physical path of a site is absolute, as in D:\\sites\\scheduler, has at most " + LONGEST_PATH
                            + " characters and none that Windows refuses; IIS would replace what is between %");
        }
        return path;
    }
}
