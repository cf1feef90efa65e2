package io.emrops.windows.counter;

/** What a sample can tell of IIS. */
public enum IisView {
    /** It is there: worker processes and sites are told. */
    SEEN,
    /** It is not installed, or its management library is not. */
    ABSENT,
    /** It is there, but whoever logs in is no administrator: sites are told, worker processes are not. */
    SITES_ALONE
}
