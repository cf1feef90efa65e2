/**
 * The store of run histories on local disk: one hash-chained journal for all runs, and the inbox beside it. The format
 * is described in {@code docs/journal-format.md}.
 */
@NullMarked
package io.emrops.core.journal;

import org.jspecify.annotations.NullMarked;
