/**
 * What was measured, what it is held against, and how it is shown. Knows nothing of how figures come about.
 */
@NullMarked
package io.emrops.benchmarks.table;

import org.jspecify.annotations.NullMarked;
