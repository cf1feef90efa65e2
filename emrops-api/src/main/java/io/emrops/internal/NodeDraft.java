package io.emrops.internal;

import io.emrops.spi.Node;

/** A place in the tree that is still being written. */
@FunctionalInterface
interface NodeDraft {
    /** The place as it stands now; tells the scope of what is wrong with it. */
    Node freeze();
}
