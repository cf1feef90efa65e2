package io.emrops.iis;

/** How long IIS keeps an answer in its output cache. */
public enum CachePolicy {
    /** Not by this profile. */
    DONT_CACHE("DontCache"),
    /** Until the file changes. */
    CACHE_UNTIL_CHANGE("CacheUntilChange"),
    /** Never, whatever else says so. */
    DISABLE_CACHE("DisableCache");

    private final String word;

    CachePolicy(String word) {
        this.word = word;
    }

    /** As IIS writes it. */
    String word() {
        return word;
    }
}
