/**
 * Logs of applications, collected from wherever the platform keeps them. They may hold patient data: what is collected goes to files
 * that only their owner may read, and nowhere else.
 */
@NullMarked
package io.emrops.logs;

import org.jspecify.annotations.NullMarked;
