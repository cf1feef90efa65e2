/**
 * Telling people about planned and unplanned work. {@link io.emrops.notice.Notifier} is what a channel implements;
 * {@link io.emrops.notice.Notices} turns it into steps.
 */
@NullMarked
package io.emrops.notice;

import org.jspecify.annotations.NullMarked;
