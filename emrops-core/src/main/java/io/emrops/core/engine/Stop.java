package io.emrops.core.engine;

/** Why a run is to come to rest between two steps; the later ones outrank the earlier. */
enum Stop {
    NO,
    PAUSE,
    CLOSE,
    CANCEL,
    FAILURE,
    /** The store failed: nothing more can be written down, so nothing more may be done. */
    HALT
}
