/**
 * HAProxy as a load balancer, told by its runtime API which servers it has while it works. Its configuration stays its own: pools are
 * backends whose slots come from a {@code server-template}.
 */
@NullMarked
package io.emrops.haproxy;

import org.jspecify.annotations.NullMarked;
