package io.emrops.weblog;

/**
 * What is told of the path of a request. Paths that come out the same are counted as one. It is asked for each different path now and then, by
 * several threads, and gives the same answer each time.
 */
@FunctionalInterface
public interface PathRule {
    /** The path as it may be told, without a query string. */
    String apply(String path);

    /**
     * Segments that may name somebody or something become {@code {id}}: those with two digits or more, and those with {@code @}, {@code %},
     * {@code ;} or letters beyond ASCII. Names in plain letters stay: give a rule of your own where paths hold such.
     */
    static PathRule identifiersHidden() {
        return Paths::hideIdentifiers;
    }

    /** Paths as they were logged, for servers whose paths name nobody. */
    static PathRule asLogged() {
        return path -> path;
    }
}
