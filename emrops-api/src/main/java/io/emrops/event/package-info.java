/**
 * What a run tells while it happens. For live displays, metrics and notifications; what happened is in the report.
 */
@NullMarked
package io.emrops.event;

import org.jspecify.annotations.NullMarked;
