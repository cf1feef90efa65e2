/**
 * What the engine asks of its surroundings, and the definition model that engines walk and documents are rendered
 * from. Authors of runbooks need nothing of it; implementers of stores, locks, clocks and engines do.
 */
@NullMarked
package io.emrops.spi;

import org.jspecify.annotations.NullMarked;
