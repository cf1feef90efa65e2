/**
 * Probes of HTTP endpoints. {@link io.emrops.core.http.Http#get} makes a {@link io.emrops.core.http.HttpProbe}, a check
 * of status, JSON fields, latency and certificate.
 */
@NullMarked
package io.emrops.core.http;

import org.jspecify.annotations.NullMarked;
