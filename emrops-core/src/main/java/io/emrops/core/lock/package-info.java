/**
 * Locks that runs hold on one machine, kept as files in a directory. They outlive the process that took them.
 */
@NullMarked
package io.emrops.core.lock;

import org.jspecify.annotations.NullMarked;
