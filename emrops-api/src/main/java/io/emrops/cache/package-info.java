/**
 * Caches of applications, such as Redis: what they hold and how well they serve, their limits, and clearing them without emptying what somebody else keeps in
 * the same server. Steps and checks of runbooks over {@link io.emrops.cache.CacheManager}, which can be used by itself too.
 */
@NullMarked
package io.emrops.cache;

import org.jspecify.annotations.NullMarked;
