/**
 * What stands between those who ask and the servers that answer: load balancers. Implemented by providers such as HAProxy's, and by
 * a fake in the testkit.
 */
@NullMarked
package io.emrops.network;

import org.jspecify.annotations.NullMarked;
