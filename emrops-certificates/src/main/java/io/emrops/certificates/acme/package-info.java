/**
 * Certificates over ACME (RFC 8555): the order, and how it is proven that a name is ours, by HTTP-01 or DNS-01. What was put up for the proof is taken away again, whatever comes
 * of it.
 */
@NullMarked
package io.emrops.certificates.acme;

import org.jspecify.annotations.NullMarked;
