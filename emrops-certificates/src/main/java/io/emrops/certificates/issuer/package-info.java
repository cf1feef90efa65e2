/**
 * Who issues certificates in a hospital: its own authority, one that is asked by a signing request, somebody who has brought one, or nobody but the service itself.
 * BouncyCastle is used as a library and never registered in the JVM.
 */
@NullMarked
package io.emrops.certificates.issuer;

import org.jspecify.annotations.NullMarked;
