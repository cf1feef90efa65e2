/**
 * What a run did, told from its journal: as a model, for people and for machines. Nothing here looks at anything but the
 * history.
 */
@NullMarked
package io.emrops.core.report;

import org.jspecify.annotations.NullMarked;
