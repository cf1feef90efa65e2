/**
 * Redis as a {@link io.emrops.cache.CacheManager}: one server, the primary behind Sentinel, or all primaries of a cluster. Redis 6.2 and later, by the lettuce client.
 */
@NullMarked
package io.emrops.redis;

import org.jspecify.annotations.NullMarked;
