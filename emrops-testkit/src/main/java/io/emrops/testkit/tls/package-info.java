/**
 * Certificates for test servers, made by the JDK alone. For tests: their keys live as long as the process.
 */
@NullMarked
package io.emrops.testkit.tls;

import org.jspecify.annotations.NullMarked;
