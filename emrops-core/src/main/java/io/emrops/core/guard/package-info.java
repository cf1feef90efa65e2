/**
 * Guards targets against too many calls, and runs against targets that do not answer. {@link
 * io.emrops.core.guard.Guards#guard} puts a circuit breaker, a bulkhead and a rate limiter in front of any provider.
 */
@NullMarked
package io.emrops.core.guard;

import org.jspecify.annotations.NullMarked;
