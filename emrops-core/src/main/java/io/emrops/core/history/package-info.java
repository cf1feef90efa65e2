/**
 * What the journal of a run says: its records, how they are written as JSON, and the history they add up to. Engines and
 * reports read the same history, so a report is never about anything but the journal.
 */
@NullMarked
package io.emrops.core.history;

import org.jspecify.annotations.NullMarked;
