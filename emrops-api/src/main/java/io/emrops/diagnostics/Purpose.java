package io.emrops.diagnostics;

/** What somebody wants to look at or do, as far as it needs permissions of its own. */
public enum Purpose {
    /** {@link DiagnosticsProvider#connections}, {@link DiagnosticsProvider#blocking}, {@link DiagnosticsProvider#slowQueries}. */
    STATE,
    /** {@link DiagnosticsProvider#idleSessions} and {@link DiagnosticsProvider#endIdleSessions}. */
    SESSIONS,
    /** {@link DiagnosticsProvider#space}. */
    SPACE,
    /** {@link DiagnosticsProvider#sizes}. */
    SIZES
}
