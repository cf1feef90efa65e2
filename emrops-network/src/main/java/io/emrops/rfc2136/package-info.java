/**
 * DNS servers that take dynamic updates (RFC 2136), such as BIND, with signed requests and answers (TSIG, RFC 8945).
 */
@NullMarked
package io.emrops.rfc2136;

import org.jspecify.annotations.NullMarked;
