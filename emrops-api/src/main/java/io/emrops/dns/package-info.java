/**
 * Where names lead: record sets of a DNS zone, read at its servers and changed without losing anybody's update. Implemented by providers
 * such as the one for RFC 2136, and by a fake in the testkit.
 */
@NullMarked
package io.emrops.dns;

import org.jspecify.annotations.NullMarked;
